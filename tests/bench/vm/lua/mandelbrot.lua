local function escape(cx, cy, limit)
  local x, y = 0.0, 0.0
  for i = 0, limit - 1 do
    local xx, yy = x * x, y * y
    if xx + yy > 4.0 then return i end
    y = 2.0 * x * y + cy
    x = xx - yy + cx
  end
  return limit
end

local total, w, h = 0, 420, 280
for j = 0, h - 1 do
  for i = 0, w - 1 do total = total + escape(3.0 * i / w - 2.0, 2.0 * j / h - 1.0, 60) end
end
print(total)
