import { ALLOW_OOM, SERVER_TIME, SIGNAL, STREAM_IDS } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Trims messages older than the topic's retention, by the server's time.
 *
 * KEYS: topic, one stream per partition, then group and signal of each group. ARGV: the number of
 * partitions the caller assumes, the minimum time between rounds in ms, the most messages to trim per partition.
 *
 * Messages that a group has not read are not trimmed in the round that finds them. That round leaves a warning
 * (`<ms> <offset>`: everything below will be removed) and wakes the members; the next round trims up to it. A round
 * that has more to trim than allowed is continued before the next begins, and issues no new warnings.
 *
 * Returns OK, the number of messages trimmed, and 1 if more is left to trim at once; WAIT and the ms until the
 * next round; MISSING or DELETED; or PARTITIONS and their actual number.
 */
export const retainMessages: ScriptDefinition = {
  name: 'foldmartRetain',
  lua: `${ALLOW_OOM}${SERVER_TIME}${STREAM_IDS}${SIGNAL}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'deleted', 'retentionMs', 'trimmedAt', 'unfinished')
if topic[2] then return {'DELETED'} end
if not topic[1] then return {'MISSING'} end
local partitions = tonumber(topic[1])
if topic[1] ~= ARGV[1] then return {'PARTITIONS', topic[1]} end
local now = nowMs()
local sinceLast = now - tonumber(topic[4] or '0')
local isContinued = topic[5] == '1'
if sinceLast >= 0 and sinceLast < tonumber(ARGV[2]) and not isContinued then
  return {'WAIT', tonumber(ARGV[2]) - sinceLast}
end
local threshold = now - tonumber(topic[3])
local trimmed, hasMore = 0, 0

for partition = 0, partitions - 1 do
  local stream = KEYS[2 + partition]
  local first = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
  if first and parseId(first[1]) < threshold then
    local survivor = redis.call('XRANGE', stream, formatId(threshold, 0), '+', 'COUNT', 1)[1]
    local _, lastOffset = parseId(redis.call('HGET', KEYS[1], 'end:' .. partition))
    local _, cut = parseId(survivor and survivor[1] or formatId(0, lastOffset + 1))
    local _, firstOffset = parseId(first[1])
    local limit = formatId(threshold, 0)
    for at = 2 + partitions, #KEYS, 2 do
      local known = isContinued and 'warned:' or 'warning:'
      local state = redis.call('HMGET', KEYS[at], 'commit:' .. partition, known .. partition)
      local unread = firstOffset
      if state[1] then
        local _, committed = parseId(state[1])
        unread = committed + 1
      end
      if unread < cut then
        local allowed = state[1] or '0-0'
        local warned = state[2] and string.match(state[2], '^%d+') .. '-0'
        if warned and isBefore(allowed, warned) then allowed = warned end
        if isBefore(allowed, limit) then limit = allowed end
        if not isContinued then
          if state[2] then redis.call('HSET', KEYS[at], 'warned:' .. partition, state[2]) end
          redis.call('HSET', KEYS[at], 'warning:' .. partition, string.format('%.0f %.0f', threshold, cut))
          signal(KEYS[at + 1])
        end
      end
    end
    local count = redis.call('XTRIM', stream, 'MINID', '~', limit, 'LIMIT', ARGV[3])
    trimmed = trimmed + count
    if count > 0 and count + 100 > tonumber(ARGV[3]) then hasMore = 1 end
  end
end
redis.call('HSET', KEYS[1], 'unfinished', hasMore)
if not isContinued then redis.call('HSET', KEYS[1], 'trimmedAt', string.format('%.0f', now)) end
return {'OK', trimmed, hasMore}
`,
};
