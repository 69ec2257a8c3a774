local function count(limit)
  local i, total = 0, 0
  while i < limit do
    if i & 3 == 1 then
      total = total + i
    elseif i % 7 == 0 then
      total = total - 1
    end
    i = i + 1
  end
  return total
end

local function nested(n)
  local total = 0
  for i = 0, n - 1 do
    for j = 0, n - 1 do total = total + (i ~ j) end
  end
  return total
end

print(count(2000000), nested(1200))
