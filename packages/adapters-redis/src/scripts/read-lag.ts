import { ALLOW_OOM } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Reads the lag of a group atomically. Commits in a former topic of the name count as none.
 *
 * KEYS: topic, group, one stream per partition. Returns OK and for each partition: its committed id ('' for
 * none), the last id, and the number of messages kept. Or MISSING, DELETED, or PARTITIONS and their actual number.
 */
export const readLag: ScriptDefinition = {
  name: 'foldmartLag',
  lua: `${ALLOW_OOM}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'deleted', 'id', 'life')
if topic[2] then return {'DELETED'} end
if not topic[1] then return {'MISSING'} end
local partitions = tonumber(topic[1])
if #KEYS ~= 2 + partitions then return {'PARTITIONS', topic[1]} end
local known = redis.call('HGET', KEYS[2], 'topic')
local isFormer = known and known ~= (topic[3] or topic[4])
local reply = {'OK'}
for partition = 0, partitions - 1 do
  local committed = not isFormer and redis.call('HGET', KEYS[2], 'commit:' .. partition)
  reply[#reply + 1] = committed or ''
  reply[#reply + 1] = redis.call('HGET', KEYS[1], 'end:' .. partition)
  reply[#reply + 1] = redis.call('XLEN', KEYS[3 + partition])
end
return reply
`,
};
