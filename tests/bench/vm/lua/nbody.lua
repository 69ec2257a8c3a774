local sqrt = math.sqrt

local function body(x, y, z, vx, vy, vz, mass)
  return {x = x, y = y, z = z, vx = vx, vy = vy, vz = vz, mass = mass}
end

local function energy(bodies)
  local e = 0.0
  for i, a in ipairs(bodies) do
    e = e + 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
    for j = i + 1, #bodies do
      local b = bodies[j]
      e = e - a.mass * b.mass / sqrt((a.x - b.x) ^ 2 + (a.y - b.y) ^ 2 + (a.z - b.z) ^ 2)
    end
  end
  return e
end

local function advance(bodies, dt, steps)
  local pairs = {}
  for i, a in ipairs(bodies) do
    for j = i + 1, #bodies do pairs[#pairs + 1] = {a, bodies[j]} end
  end
  for _ = 1, steps do
    for _, pair in ipairs(pairs) do
      local a, b = pair[1], pair[2]
      local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
      local d2 = dx * dx + dy * dy + dz * dz
      local mag = dt / (d2 * sqrt(d2))
      local am, bm = a.mass * mag, b.mass * mag
      a.vx = a.vx - dx * bm
      a.vy = a.vy - dy * bm
      a.vz = a.vz - dz * bm
      b.vx = b.vx + dx * am
      b.vy = b.vy + dy * am
      b.vz = b.vz + dz * am
    end
    for _, a in ipairs(bodies) do
      a.x = a.x + dt * a.vx
      a.y = a.y + dt * a.vy
      a.z = a.z + dt * a.vz
    end
  end
end

local bodies = {
  body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.5),
  body(4.8, -1.2, -0.1, 0.6, 2.8, -0.02, 0.038),
  body(8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011),
  body(12.9, -15.1, -0.22, 1.08, 0.86, -0.01, 0.0017),
  body(15.4, -25.9, 0.18, 0.98, 0.59, -0.03, 0.002),
}
local before = energy(bodies)
advance(bodies, 0.01, 40000)
print(string.format("%.9f %.9f", before, energy(bodies)))
