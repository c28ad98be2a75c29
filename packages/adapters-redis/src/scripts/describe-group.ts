import { ALLOW_OOM, SERVER_TIME } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Describes a group on a topic. Positions in a former topic of the name count as none.
 *
 * KEYS: topic, group, members. Returns OK, 1 if the group has a position, the ids of the live members as a list, and
 * for each partition the id of the live member that holds it ('' for none), as a list; or MISSING or DELETED.
 */
export const describeGroup: ScriptDefinition = {
  name: 'foldmartDescribeGroup',
  lua: `${ALLOW_OOM}${SERVER_TIME}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'deleted', 'id', 'life')
if topic[2] then return {'DELETED'} end
if not topic[1] then return {'MISSING'} end
local known = redis.call('HGET', KEYS[2], 'topic')
local isFormer = known and known ~= (topic[3] or topic[4])
local members = redis.call('ZRANGE', KEYS[3], '(' .. nowMs(), '+inf', 'BYSCORE')
local isLive = {}
for _, member in ipairs(members) do isLive[member] = true end
local hasPosition, owners = 0, {}
for partition = 0, tonumber(topic[1]) - 1 do
  local state = redis.call('HMGET', KEYS[2], 'commit:' .. partition, 'lease:' .. partition)
  if state[1] and not isFormer then hasPosition = 1 end
  local owner = state[2] and string.match(state[2], '^%d+ (.*)$')
  owners[#owners + 1] = owner and isLive[owner] and not isFormer and owner or ''
end
return {'OK', hasPosition, members, owners}
`,
};
