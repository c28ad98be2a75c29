import { ALLOW_OOM, STREAM_IDS } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Finds messages by time or by offset.
 *
 * KEYS: topic, one stream per partition. ARGV: `bounds`, `time` or `offset`, and the time in ms or the offset.
 *
 * Returns OK and for each partition: the id of the first message kept ('' for none), the last id, and the id of the
 * first message at or after the target ('' for none). Or MISSING, DELETED, or PARTITIONS and their actual number.
 *
 * An offset is found by bisecting the range of times, since both parts of an id only grow.
 */
export const findOffsets: ScriptDefinition = {
  name: 'foldmartFindOffsets',
  lua: `${ALLOW_OOM}${STREAM_IDS}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'deleted')
if topic[2] then return {'DELETED'} end
if not topic[1] then return {'MISSING'} end
local partitions = tonumber(topic[1])
if #KEYS ~= 1 + partitions then return {'PARTITIONS', topic[1]} end

local function firstIdFrom(stream, id)
  local found = redis.call('XRANGE', stream, id, '+', 'COUNT', 1)[1]
  return found and found[1]
end

local function idOfOffset(stream, first, last, wanted)
  local low, firstOffset = parseId(first)
  local high, lastOffset = parseId(last)
  if wanted <= firstOffset then return first end
  if wanted > lastOffset then return nil end
  while low < high do
    local middle = math.ceil((low + high) / 2)
    local _, found = parseId(firstIdFrom(stream, formatId(middle, 0)))
    if found <= wanted then low = middle else high = middle - 1 end
  end
  return firstIdFrom(stream, formatId(low, wanted))
end

local reply = {'OK'}
for partition = 0, partitions - 1 do
  local stream = KEYS[2 + partition]
  local first, last = firstIdFrom(stream, '-'), redis.call('HGET', KEYS[1], 'end:' .. partition)
  local found
  if first and ARGV[1] == 'time' then
    found = firstIdFrom(stream, formatId(math.max(0, tonumber(ARGV[2])), 0))
  elseif first and ARGV[1] == 'offset' then
    found = idOfOffset(stream, first, last, tonumber(ARGV[2]))
  end
  reply[#reply + 1] = first or ''
  reply[#reply + 1] = last
  reply[#reply + 1] = found or ''
end
return reply
`,
};
