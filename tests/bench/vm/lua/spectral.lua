local function a(i, j) return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1) end

local function times(u)
  local n, out = #u, {}
  for i = 0, n - 1 do
    local s = 0
    for j = 0, n - 1 do s = s + a(i, j) * u[j + 1] end
    out[i + 1] = s
  end
  return out
end

local function times_transposed(u)
  local n, out = #u, {}
  for i = 0, n - 1 do
    local s = 0
    for j = 0, n - 1 do s = s + a(j, i) * u[j + 1] end
    out[i + 1] = s
  end
  return out
end

local u, v = {}, nil
for i = 1, 180 do u[i] = 1.0 end
for _ = 1, 6 do
  v = times_transposed(times(u))
  u = times_transposed(times(v))
end
local vbv, vv = 0, 0
for i = 1, #u do
  vbv = vbv + u[i] * v[i]
  vv = vv + v[i] * v[i]
end
print(string.format("%.6f", (vbv / vv) ^ 0.5))
