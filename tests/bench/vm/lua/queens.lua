local function solve(n, row, columns, left, right)
  if row == n then return 1 end
  local count = 0
  for column = 0, n - 1 do
    if not columns[column] and not left[row - column] and not right[row + column] then
      columns[column], left[row - column], right[row + column] = true, true, true
      count = count + solve(n, row + 1, columns, left, right)
      columns[column], left[row - column], right[row + column] = nil, nil, nil
    end
  end
  return count
end

print(solve(9, 0, {}, {}, {}), solve(8, 0, {}, {}, {}))
