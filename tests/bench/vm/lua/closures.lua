local function make_counter(step)
  local count = 0
  return function(by)
    count = count + by * step
    return count
  end
end

local function compose(f, g)
  return function(x) return (f(g(x))) end
end

local counters = {make_counter(0), make_counter(1), make_counter(2), make_counter(3)}
local chain = compose(function(x) return x + 1 end, compose(function(x) return x * 2 end, function(x) return x & 1023 end))
local total = 0
for i = 0, 999999 do total = total + counters[(i & 3) + 1](1) + chain(i) end
print(total)
