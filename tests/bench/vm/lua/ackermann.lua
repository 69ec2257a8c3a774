local ackermann

function ackermann(m, n)
  if m == 0 then return n + 1 end
  if n == 0 then
    local r = ackermann(m - 1, 1)
    return r
  end
  local r = ackermann(m - 1, ackermann(m, n - 1))
  return r
end

local total = 0
for _ = 1, 6 do
  total = total + ackermann(2, 180)
  total = total + ackermann(3, 5)
end
print(total)
