import { ALLOW_OOM, LAST_GENERATED_ID, SERVER_TIME, STREAM_IDS } from './lua-prelude.js';
import type { ScriptDefinition } from './script-definition.js';

/**
 * Changes the retention of a topic and adds partitions.
 *
 * KEYS: topic, one stream per wanted partition, then the key of each group. ARGV: the number of partitions, the
 * retention in ms ('' to keep it).
 *
 * Returns OK; MISSING or DELETED; or FEWER and the number of partitions, with nothing changed. Groups that have read the
 * topic begin at the start of an added partition, whatever a later member asks for.
 */
export const alterTopic: ScriptDefinition = {
  name: 'foldmartAlterTopic',
  lua: `${ALLOW_OOM}${SERVER_TIME}${STREAM_IDS}${LAST_GENERATED_ID}
local topic = redis.call('HMGET', KEYS[1], 'partitions', 'deleted')
if topic[2] then return {'DELETED'} end
if not topic[1] then return {'MISSING'} end
local before, wanted = tonumber(topic[1]), tonumber(ARGV[1])
if wanted < before then return {'FEWER', topic[1]} end
for partition = before, wanted - 1 do
  local last = lastGeneratedId(KEYS[2 + partition]) or formatId(nowMs(), nowMicros() - 1)
  redis.call('HSET', KEYS[1], 'start:' .. partition, last, 'end:' .. partition, last)
  for at = 2 + wanted, #KEYS do
    if redis.call('EXISTS', KEYS[at]) == 1 then
      redis.call('HSETNX', KEYS[at], 'commit:' .. partition, last)
    end
  end
end
redis.call('HSET', KEYS[1], 'partitions', ARGV[1])
if ARGV[2] ~= '' then redis.call('HSET', KEYS[1], 'retentionMs', ARGV[2]) end
return {'OK'}
`,
};
