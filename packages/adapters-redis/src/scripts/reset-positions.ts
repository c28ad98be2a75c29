import { ALLOW_OOM, NEW_TOPIC, SERVER_TIME, STREAM_IDS } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Sets where a group without members reads next, in all the given partitions or in none.
 *
 * KEYS: topic, groups, group, members, one stream per partition. ARGV: group, `earliest`, `latest`, `offset`
 * or `time`, the offset or the time in ms, the partition or -1 for all.
 *
 * Returns OK, MISSING, DELETED, ACTIVE, or RANGE, partition, and the least and the greatest offset possible; or
 * PARTITIONS and their actual number. Leases are removed, so that a stalled member is fenced.
 *
 * An offset is found by bisecting the range of times, since both parts of an id only grow.
 */
export const resetPositions: ScriptDefinition = {
  name: 'foldmartReset',
  lua: `${ALLOW_OOM}${SERVER_TIME}${STREAM_IDS}${NEW_TOPIC}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'deleted', 'id', 'life')
if topic[2] then return {'DELETED'} end
if not topic[1] then return {'MISSING'} end
local partitions = tonumber(topic[1])
if #KEYS ~= 4 + partitions then return {'PARTITIONS', topic[1]} end
if redis.call('ZCOUNT', KEYS[4], nowMs(), '+inf') > 0 then return {'ACTIVE'} end

local function firstIdFrom(stream, id)
  local found = redis.call('XRANGE', stream, id, '+', 'COUNT', 1)[1]
  return found and found[1]
end

local function before(id)
  local ms, offset = parseId(id)
  return formatId(ms, offset - 1)
end

local function msOfOffset(stream, offset, low, high)
  while low < high do
    local middle = math.ceil((low + high) / 2)
    local _, found = parseId(firstIdFrom(stream, formatId(middle, 0)))
    if found <= offset then low = middle else high = middle - 1 end
  end
  return low
end

local positions = {}
local from, to = 0, partitions - 1
if ARGV[4] ~= '-1' then
  from = tonumber(ARGV[4])
  to = from
end
for partition = from, to do
  local stream = KEYS[5 + partition]
  local last = redis.call('HGET', KEYS[1], 'end:' .. partition)
  if not last then return {'RANGE', partition, '', ''} end
  local lastMs, lastOffset = parseId(last)
  local first = firstIdFrom(stream, '-')
  if ARGV[2] == 'latest' then
    positions[partition] = last
  elseif ARGV[2] == 'earliest' then
    positions[partition] = first and before(first) or last
  elseif ARGV[2] == 'time' then
    local found = firstIdFrom(stream, formatId(math.max(0, tonumber(ARGV[3])), 0))
    positions[partition] = found and before(found) or last
  else
    local wanted = tonumber(ARGV[3])
    local firstMs, firstOffset = lastMs, lastOffset + 1
    if first then firstMs, firstOffset = parseId(first) end
    if wanted < firstOffset or wanted > lastOffset + 1 then
      return {'RANGE', partition, string.format('%.0f', firstOffset), string.format('%.0f', lastOffset + 1)}
    end
    if wanted == lastOffset + 1 then
      positions[partition] = last
    else
      positions[partition] = formatId(msOfOffset(stream, wanted, firstMs, lastMs), wanted - 1)
    end
  end
end

redis.call('SADD', KEYS[2], ARGV[1])
beginNewTopic(KEYS[1], KEYS[3], topic[3] or topic[4], partitions)
for partition, id in pairs(positions) do
  redis.call('HSET', KEYS[3], 'commit:' .. partition, id)
  redis.call('HDEL', KEYS[3], 'lease:' .. partition,
    'warning:' .. partition, 'warned:' .. partition)
end
return {'OK'}
`,
};
