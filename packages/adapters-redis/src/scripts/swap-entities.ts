import { ALLOW_OOM, SERVER_TIME } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Replaces the live set with a filled one, atomically and without copying.
 *
 * KEYS: refresh record, live hash, live ids, filled hash, filled ids, two unused names. ARGV: ticket, number
 * of entities expected.
 *
 * Returns `replaced`; `superseded` if a later ticket was used before; `incomplete` if the filled set is not
 * complete (it expired before the swap). The old set is moved away first: renaming onto it would
 * free it synchronously and block every reader.
 */
export const swapEntities: ScriptDefinition = {
  name: 'foldmartSwapEntities',
  lua: `${ALLOW_OOM}${SERVER_TIME}
local used = redis.call('HGET', KEYS[1], 'used')
if used and tonumber(used) > tonumber(ARGV[1]) then
  redis.call('UNLINK', KEYS[4], KEYS[5])
  return 'superseded'
end
local expected = tonumber(ARGV[2])
if redis.call('HLEN', KEYS[4]) ~= expected or redis.call('LLEN', KEYS[5]) ~= expected then
  redis.call('UNLINK', KEYS[4], KEYS[5])
  return 'incomplete'
end
for at = 0, 1 do
  local live, filled, old = KEYS[2 + at], KEYS[4 + at], KEYS[6 + at]
  if redis.call('EXISTS', live) == 1 then redis.call('RENAME', live, old) end
  if redis.call('EXISTS', filled) == 1 then
    redis.call('RENAME', filled, live)
    redis.call('PERSIST', live)
  end
  redis.call('UNLINK', old)
end
redis.call('HSET', KEYS[1], 'used', ARGV[1], 'refreshedAtMs', string.format('%.0f', nowMs()))
redis.call('HINCRBY', KEYS[1], 'refreshes', 1)
return 'replaced'
`,
};
