import { ALLOW_OOM } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Advances the committed id of a group in one partition if the caller holds the lease; else the error FENCED.
 *
 * KEYS: group. ARGV: partition, token, member id, id of the last message that is handled.
 */
export const commitPosition: ScriptDefinition = {
  name: 'foldmartCommit',
  lua: `${ALLOW_OOM}
if redis.call('HGET', KEYS[1], 'lease:' .. ARGV[1]) ~= ARGV[2] .. ' ' .. ARGV[3] then
  return redis.error_reply('FENCED partition ' .. ARGV[1] .. ' is no longer held by ' .. ARGV[3])
end
redis.call('HSET', KEYS[1], 'commit:' .. ARGV[1], ARGV[4])
return 'OK'
`,
};
