import { ALLOW_OOM } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Deletes a topic with all its keys. Returns 1 if there was one, else 0.
 *
 * KEYS: topic, then all other keys of the topic. ARGV: for how many ms to remember the deletion, which lets
 * publishers and members distinguish a deleted topic from one whose data was lost; 0 for not at all.
 */
export const deleteTopic: ScriptDefinition = {
  name: 'foldmartDeleteTopic',
  lua: `${ALLOW_OOM}
if redis.call('HEXISTS', KEYS[1], 'partitions') == 0 then return 0 end
for at = 1, #KEYS do redis.call('UNLINK', KEYS[at]) end
if tonumber(ARGV[1]) > 0 then
  redis.call('HSET', KEYS[1], 'deleted', 1)
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return 1
`,
};
