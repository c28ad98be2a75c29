import { ALLOW_OOM, SIGNAL } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Releases those leases that the caller still holds, and signals the other members.
 *
 * KEYS: group, members, signal. ARGV: member id, `leave` or `stay`, then partition and token of each lease.
 */
export const releasePartitions: ScriptDefinition = {
  name: 'foldmartRelease',
  lua: `${ALLOW_OOM}${SIGNAL}
for at = 3, #ARGV, 2 do
  local field = 'lease:' .. ARGV[at]
  if redis.call('HGET', KEYS[1], field) == ARGV[at + 1] .. ' ' .. ARGV[1] then
    redis.call('HDEL', KEYS[1], field)
  end
end
if ARGV[2] == 'leave' then
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('HDEL', KEYS[1], 'joined:' .. ARGV[1])
end
if redis.call('EXISTS', KEYS[2]) == 1 then signal(KEYS[3]) end
return 'OK'
`,
};
