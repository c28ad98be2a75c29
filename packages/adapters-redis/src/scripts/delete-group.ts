import { ALLOW_OOM, SERVER_TIME } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Deletes a group of one topic.
 *
 * KEYS: groups, group, members, signal. ARGV: group. Returns OK; or ACTIVE, with nothing changed, if it has members.
 */
export const deleteGroup: ScriptDefinition = {
  name: 'foldmartDeleteGroup',
  lua: `${ALLOW_OOM}${SERVER_TIME}
if redis.call('ZCOUNT', KEYS[3], nowMs(), '+inf') > 0 then return 'ACTIVE' end
redis.call('UNLINK', KEYS[2], KEYS[3], KEYS[4])
redis.call('SREM', KEYS[1], ARGV[1])
return 'OK'
`,
};
