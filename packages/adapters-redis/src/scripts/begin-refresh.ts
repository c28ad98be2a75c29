import { ALLOW_OOM, SERVER_TIME } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Draws a ticket: the server's time in microseconds, but always above the one before.
 *
 * KEYS: the refresh record of the kind. Returns the ticket, 16 digits. Because it is a time, tickets still rise
 * after the record was lost.
 */
export const beginRefresh: ScriptDefinition = {
  name: 'foldmartBeginRefresh',
  lua: `${ALLOW_OOM}${SERVER_TIME}
local record = redis.call('HMGET', KEYS[1], 'drawn', 'used')
local last = math.max(tonumber(record[1] or '0'), tonumber(record[2] or '0'))
local ticket = string.format('%016.0f', math.max(nowMicros(), last + 1))
redis.call('HSET', KEYS[1], 'drawn', ticket)
return ticket
`,
};
