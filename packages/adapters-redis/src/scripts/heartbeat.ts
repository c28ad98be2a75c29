import { ALLOW_OOM, NEW_TOPIC, SERVER_TIME, SIGNAL } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Renews a member's session and leases, takes free partitions up to the member's share, and returns what it
 * holds. A lease is valid while its member's session is; each later lease has a higher token.
 *
 * KEYS: topic, groups, group, members, signal, one stream per partition. ARGV: group, member id, session
 * time-out in ms, partitions not to take (comma-separated, with a comma at either end).
 *
 * The share is partitions divided by members; the remainder goes to those that joined first. Shares add up to
 * the number of partitions, and every member releases what exceeds its share, so partitions move only if
 * they must. A member whose session expired joins again as the last, so it takes nothing from its successors.
 *
 * Returns OK, the share, the topic's life, ms until the next session of another member expires (-1: none), the identity
 * of the topic, 1 if it succeeds one that was deleted ('' if not), and for each partition: the lease's token ('' if it is not this member's), its committed id ('' for none), the
 * last id, the number of messages kept, and the offset below which messages are about to be trimmed ('' for
 * none). Or MISSING, DELETED, or PARTITIONS and their actual number.
 */
export const heartbeat: ScriptDefinition = {
  name: 'foldmartHeartbeat',
  lua: `${ALLOW_OOM}${SERVER_TIME}${SIGNAL}${NEW_TOPIC}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'deleted', 'life', 'id', 'succeeds')
if topic[2] then return {'DELETED'} end
if not topic[1] then return {'MISSING'} end
local partitions = tonumber(topic[1])
if #KEYS ~= 5 + partitions then return {'PARTITIONS', topic[1]} end

local member = ARGV[2]
local micros = nowMicros()
local now = math.floor(micros / 1000)
redis.call('SADD', KEYS[2], ARGV[1])
local topicId = topic[4] or topic[3]
beginNewTopic(KEYS[1], KEYS[3], topicId, partitions)
local expired = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', now)
for _, gone in ipairs(expired) do
  redis.call('ZREM', KEYS[4], gone)
  redis.call('HDEL', KEYS[3], 'joined:' .. gone)
end
local isNew = redis.call('ZADD', KEYS[4], now + tonumber(ARGV[3]), member) == 1
if isNew then redis.call('HSET', KEYS[3], 'joined:' .. member, string.format('%.0f', micros)) end
if isNew or #expired > 0 then signal(KEYS[5]) end

local members = redis.call('ZRANGE', KEYS[4], 0, -1, 'WITHSCORES')
local isLive, order, joined, nextExpiry = {}, {}, {}, -1
for at = 1, #members, 2 do
  isLive[members[at]] = true
  order[#order + 1] = members[at]
  joined[members[at]] = tonumber(redis.call('HGET', KEYS[3], 'joined:' .. members[at]) or '0')
  local left = tonumber(members[at + 1]) - now
  if members[at] ~= member and (nextExpiry < 0 or left < nextExpiry) then nextExpiry = left end
end
table.sort(order, function(left, right)
  if joined[left] == joined[right] then return left < right end
  return joined[left] < joined[right]
end)
local share = math.floor(partitions / #order)
for rank = 1, partitions % #order do
  if order[rank] == member then share = share + 1 end
end

local tokens, held, free = {}, 0, {}
for partition = 0, partitions - 1 do
  local lease = redis.call('HGET', KEYS[3], 'lease:' .. partition)
  local token, owner
  if lease then token, owner = string.match(lease, '^(%d+) (.*)$') end
  if owner == member then
    tokens[partition] = token
    held = held + 1
  elseif not (owner and isLive[owner])
    and not string.find(ARGV[4], ',' .. partition .. ',', 1, true) then
    free[#free + 1] = partition
  end
end
for at = 1, math.min(#free, share - held) do
  local last = tonumber(redis.call('HGET', KEYS[3], 'token') or '0')
  local token = string.format('%.0f', math.max(micros, last + 1))
  redis.call('HSET', KEYS[3], 'token', token, 'lease:' .. free[at], token .. ' ' .. member)
  tokens[free[at]] = token
end

local reply = {'OK', share, topic[3], nextExpiry, topicId, topic[5] or ''}
for partition = 0, partitions - 1 do
  local group = redis.call('HMGET', KEYS[3], 'commit:' .. partition, 'warning:' .. partition)
  reply[#reply + 1] = tokens[partition] or ''
  reply[#reply + 1] = group[1] or ''
  reply[#reply + 1] = redis.call('HGET', KEYS[1], 'end:' .. partition)
  reply[#reply + 1] = redis.call('XLEN', KEYS[6 + partition])
  reply[#reply + 1] = group[2] and string.match(group[2], ' (%d+)$') or ''
end
return reply
`,
};
