local Counter = {}
Counter.__index = Counter

function Counter.new(step)
  return setmetatable({step = step, value = 0, calls = 0}, Counter)
end

function Counter:bump(by)
  self.value = self.value + by * self.step
  self.calls = self.calls + 1
  return self.value
end

local counter = Counter.new(3)
for i = 0, 1999999 do
  counter:bump(i)
  if counter.value > 1000000 then counter.value = counter.value - 1000000 end
end
print(counter.value, counter.calls)
