import { ALLOW_OOM } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Advances the committed id of a group in one partition if the caller holds the lease, and the topic is the one that
 * the lease is for; else the error FENCED.
 *
 * KEYS: group, topic. ARGV: partition, token, member id, id of the last message that is handled, identity of the topic.
 */
export const commitPosition: ScriptDefinition = {
  name: 'foldmartCommit',
  lua: `${ALLOW_OOM}
local topic = redis.call('HMGET', KEYS[2], 'deleted', 'id', 'life')
local id = topic[2] or topic[3]
if topic[1] or (id and id ~= ARGV[5]) then
  return redis.error_reply('FENCED partition ' .. ARGV[1] .. ' is of a topic that was deleted')
end
if redis.call('HGET', KEYS[1], 'lease:' .. ARGV[1]) ~= ARGV[2] .. ' ' .. ARGV[3] then
  return redis.error_reply('FENCED partition ' .. ARGV[1] .. ' is no longer held by ' .. ARGV[3])
end
redis.call('HSET', KEYS[1], 'commit:' .. ARGV[1], ARGV[4])
return 'OK'
`,
};
