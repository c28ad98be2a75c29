import { ALLOW_OOM, LAST_GENERATED_ID, SERVER_TIME, STREAM_IDS } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Creates a topic unless it exists; 1 if it did, else 0.
 *
 * KEYS: topic, one stream per partition. ARGV: partitions, retention in ms, identity of a topic whose data was lost
 * ('' for a new topic).
 *
 * Offsets begin at the server's time in microseconds, so that no later life of a topic (deleted and created
 * again, or lost with the server's data) repeats the coordinates of an earlier one. Streams that survived
 * the key of their topic continue where they were.
 *
 * Notes the start of each new stream, and whether the topic succeeds one that was deleted.
 */
export const createTopic: ScriptDefinition = {
  name: 'foldmartCreateTopic',
  lua: `${ALLOW_OOM}${SERVER_TIME}${STREAM_IDS}${LAST_GENERATED_ID}
local existing = redis.call('HMGET', KEYS[1], 'partitions', 'deleted')
if existing[1] and not existing[2] then return 0 end
local life = nowMicros()
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'partitions', ARGV[1], 'retentionMs', ARGV[2],
  'life', string.format('%.0f', life), 'id', ARGV[3] == '' and string.format('%.0f', life) or ARGV[3])
if existing[2] then redis.call('HSET', KEYS[1], 'succeeds', 1) end
for partition = 0, tonumber(ARGV[1]) - 1 do
  local last = lastGeneratedId(KEYS[2 + partition])
  if not last then
    last = formatId(nowMs(), life - 1)
    redis.call('HSET', KEYS[1], 'start:' .. partition, last)
  end
  redis.call('HSET', KEYS[1], 'end:' .. partition, last)
end
return 1
`,
};
