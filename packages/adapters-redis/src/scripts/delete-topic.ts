import { ALLOW_OOM, SIGNAL } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Deletes a topic with all its keys. Returns 1 if there was one, 0 if not, and -1 if it has other partitions or groups
 * than the caller assumes.
 *
 * KEYS: topic, groups, one stream per partition, then group, members and signal of each group. ARGV: for how many ms to
 * remember the deletion (0: not at all), the number of partitions, the number of groups.
 *
 * What is remembered: that the topic was deleted, which lets publishers and members distinguish it from one whose data
 * was lost; and for each group, the identity of the topic that it has read. Wakes the members.
 */
export const deleteTopic: ScriptDefinition = {
  name: 'foldmartDeleteTopic',
  lua: `${ALLOW_OOM}${SIGNAL}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'id', 'life')
if not topic[1] then return 0 end
if topic[1] ~= ARGV[2] or redis.call('SCARD', KEYS[2]) ~= tonumber(ARGV[3]) then return -1 end
local id = topic[2] or topic[3]
local function remember(key, ...)
  redis.call('HSET', key, ...)
  redis.call('PEXPIRE', key, ARGV[1])
end
for at = 3 + tonumber(ARGV[2]), #KEYS, 3 do
  local token = redis.call('HGET', KEYS[at], 'token')
  local isKnown = redis.call('EXISTS', KEYS[at]) == 1
  local isActive = redis.call('EXISTS', KEYS[at + 1]) == 1
  redis.call('UNLINK', KEYS[at], KEYS[at + 1], KEYS[at + 2])
  if isKnown then remember(KEYS[at], 'topic', id, 'token', token or 0) end
  if isActive then
    signal(KEYS[at + 2])
    redis.call('PEXPIRE', KEYS[at + 2], ARGV[1])
  end
end
for at = 1, 2 + tonumber(ARGV[2]) do redis.call('UNLINK', KEYS[at]) end
remember(KEYS[1], 'deleted', 1)
return 1
`,
};
