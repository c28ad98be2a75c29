import { ALLOW_OOM } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Draws different entities of one set; every subset is equally likely (Floyd's algorithm).
 *
 * KEYS: live hash, live ids. ARGV: how many, and as many fractions in [0, 1).
 *
 * Returns alternating ids and values. If the ids do not match the hash, because another program wrote it, the
 * fields of the hash are drawn from instead: slower, and equally fair.
 */
export const drawSample: ScriptDefinition = {
  name: 'foldmartDrawSample',
  lua: `${ALLOW_OOM}
local hash, list = KEYS[1], KEYS[2]
local wanted = tonumber(ARGV[1])

local function positions(size)
  local chosen, drawn = {}, {}
  for last = size - wanted, size - 1 do
    local position = math.min(math.floor(tonumber(ARGV[2 + #drawn]) * (last + 1)), last)
    if chosen[position] then position = last end
    chosen[position] = true
    drawn[#drawn + 1] = position
  end
  return drawn
end

local function draw(size, all, at)
  if size <= wanted then return all() end
  local ids = {}
  for index, position in ipairs(positions(size)) do ids[index] = at(position) end
  return ids
end

local function read(ids)
  local reply = {}
  for from = 1, #ids, 1000 do
    local to = math.min(from + 999, #ids)
    local values = redis.call('HMGET', hash, unpack(ids, from, to))
    for index = 1, #values do
      if not values[index] then return nil end
      reply[#reply + 1] = ids[from + index - 1]
      reply[#reply + 1] = values[index]
    end
  end
  return reply
end

local size = redis.call('HLEN', hash)
if size == redis.call('LLEN', list) then
  local found = read(draw(size,
    function() return redis.call('LRANGE', list, 0, -1) end,
    function(position) return redis.call('LINDEX', list, position) end))
  if found then return found end
end
local fields = redis.call('HKEYS', hash)
return read(draw(#fields,
  function() return fields end,
  function(position) return fields[position + 1] end)) or {}
`,
};
