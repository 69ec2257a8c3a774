local function numbers(n)
  return coroutine.wrap(function()
    for i = 0, n - 1 do coroutine.yield(i) end
  end)
end

local function odd(source)
  return coroutine.wrap(function()
    for x in source do
      if x & 1 == 1 then coroutine.yield(x) end
    end
  end)
end

local function tree(depth)
  return coroutine.wrap(function()
    if depth > 0 then
      for x in tree(depth - 1) do coroutine.yield(x) end
      coroutine.yield(depth)
      for x in tree(depth - 1) do coroutine.yield(x) end
    end
  end)
end

local a, b = 0, 0
for x in odd(numbers(1500000)) do a = a + x * 3 end
for x in tree(16) do b = b + x end
print(a, b)
