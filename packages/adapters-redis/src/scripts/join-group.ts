import { ALLOW_OOM, NEW_TOPIC, SERVER_TIME, SIGNAL } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Adds a member to a group.
 *
 * KEYS: topic, groups, group, members, signal. ARGV: group, name of the member, session time-out in ms,
 * `earliest` or `latest`.
 *
 * Returns OK, the id of the member, that of the last signal, the identity of the topic, and 1 if the position of the
 * group was in a former topic; or MISSING or DELETED. With `latest`, partitions without a commit are committed at their
 * current end: later messages are read, whenever a partition is assigned. A topic that succeeds one that the group has
 * read is read from its start.
 */
export const joinGroup: ScriptDefinition = {
  name: 'foldmartJoin',
  lua: `${ALLOW_OOM}${SERVER_TIME}${SIGNAL}${NEW_TOPIC}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'deleted', 'id', 'life')
if topic[2] then return {'DELETED'} end
if not topic[1] then return {'MISSING'} end
redis.call('SADD', KEYS[2], ARGV[1])
local topicId = topic[3] or topic[4]
local isNew = beginNewTopic(KEYS[1], KEYS[3], topicId, tonumber(topic[1]))
local now = nowMicros()
local id = string.format('%016.0f-%s', now, ARGV[2])
redis.call('ZADD', KEYS[4], math.floor(now / 1000) + tonumber(ARGV[3]), id)
redis.call('HSET', KEYS[3], 'joined:' .. id, string.format('%.0f', now))
if ARGV[4] == 'latest' and not isNew then
  for partition = 0, tonumber(topic[1]) - 1 do
    redis.call('HSETNX', KEYS[3], 'commit:' .. partition, redis.call('HGET', KEYS[1], 'end:' .. partition))
  end
end
signal(KEYS[5])
local last = redis.call('XREVRANGE', KEYS[5], '+', '-', 'COUNT', 1)
return {'OK', id, last[1][1], topicId, isNew and 1 or 0}
`,
};
