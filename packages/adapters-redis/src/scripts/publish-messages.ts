import { DENY_OOM, LAST_GENERATED_ID, SERVER_TIME, STREAM_IDS } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Appends messages to the partitions of a topic in one step, in order.
 *
 * KEYS: topic, the stream of each partition written to. ARGV: the number of partitions the caller assumes,
 * then for each stream: partition, one character per message, and the fields of the messages. The character
 * is '0' plus 1 if there is a key, plus 2 if there is a value, plus 4 if there are headers; the fields that
 * are there follow in this order.
 *
 * Returns OK; or, having written nothing, MISSING, DELETED, or PARTITIONS and their actual number.
 *
 * The id of a message is `<server ms>-<offset>`. Both parts only grow, so the id serves retention by time. Offsets
 * have no gaps, so the number of messages that a group has not read follows from two ids.
 */
export const publishMessages: ScriptDefinition = {
  name: 'foldmartPublish',
  lua: `${DENY_OOM}${SERVER_TIME}${STREAM_IDS}${LAST_GENERATED_ID}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'deleted')
if topic[2] then return {'DELETED'} end
if not topic[1] then return {'MISSING'} end
if topic[1] ~= ARGV[1] then return {'PARTITIONS', topic[1]} end

local function append(stream, id, mask, at)
  if mask == 7 then
    return redis.pcall('XADD', stream, id, 'key', ARGV[at], 'value', ARGV[at + 1], 'headers', ARGV[at + 2]), 3
  elseif mask == 3 then
    return redis.pcall('XADD', stream, id, 'key', ARGV[at], 'value', ARGV[at + 1]), 2
  elseif mask == 0 then
    return redis.pcall('XADD', stream, id, 'empty', ''), 0
  end
  local fields = {}
  local taken = 0
  for bit, name in ipairs({'key', 'value', 'headers'}) do
    if math.floor(mask / 2 ^ (bit - 1)) % 2 == 1 then
      fields[#fields + 1] = name
      fields[#fields + 1] = ARGV[at + taken]
      taken = taken + 1
    end
  end
  return redis.pcall('XADD', stream, id, unpack(fields)), taken
end

local now = nowMs()
local at = 2
for index = 2, #KEYS do
  local stream, partition, masks = KEYS[index], ARGV[at], ARGV[at + 1]
  at = at + 2
  local field = 'end:' .. partition
  local ms, offset = parseId(redis.call('HGET', KEYS[1], field))
  ms = math.max(ms, now)
  local prefix = string.format('%.0f-', ms)
  for message = 1, #masks do
    offset = offset + 1
    local mask = string.byte(masks, message) - 48
    local result, taken = append(stream, prefix .. string.format('%.0f', offset), mask, at)
    if type(result) == 'table' and result.err then
      local last = lastGeneratedId(stream)
      if not last then return redis.error_reply(result.err) end
      local lastMs, lastOffset = parseId(last)
      ms = math.max(ms, lastMs + 1)
      offset = math.max(offset, lastOffset + 1)
      prefix = string.format('%.0f-', ms)
      result = append(stream, prefix .. string.format('%.0f', offset), mask, at)
      if type(result) == 'table' and result.err then return redis.error_reply(result.err) end
    end
    at = at + taken
  end
  redis.call('HSET', KEYS[1], field, formatId(ms, offset))
end
return {'OK'}
`,
};
