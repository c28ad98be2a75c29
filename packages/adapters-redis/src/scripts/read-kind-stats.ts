import { SERVER_TIME } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Reads the statistics of a kind at one moment.
 *
 * KEYS: live hash, look-ups, refresh record. Returns the size, hits, misses, refreshes, and the milliseconds since the
 * last refresh by the server's clock, or an empty text if there was none.
 */
export const readKindStats: ScriptDefinition = {
  name: 'foldmartReadKindStats',
  lua: `#!lua flags=no-writes
${SERVER_TIME}
local counts = redis.call('HMGET', KEYS[2], 'hits', 'misses')
local record = redis.call('HMGET', KEYS[3], 'refreshes', 'refreshedAtMs')
local since = ''
if record[2] then since = string.format('%.0f', math.max(0, nowMs() - tonumber(record[2]))) end
return { redis.call('HLEN', KEYS[1]), counts[1] or '0', counts[2] or '0', record[1] or '0', since }
`,
};
