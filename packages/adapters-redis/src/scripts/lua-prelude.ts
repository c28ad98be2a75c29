/** First line of scripts that must run even if the memory is full, because they keep order or free memory. */
export const ALLOW_OOM = '#!lua flags=allow-oom\n';

/** First line of scripts that Redis rejects if its memory is full, before they change anything. */
export const DENY_OOM = '#!lua\n';

/** `nowMicros()` and `nowMs()`: the server's time, constant during one run of a script. */
export const SERVER_TIME = `
local function nowMicros()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end
local function nowMs()
  return math.floor(nowMicros() / 1000)
end
`;

/**
 * `parseId(text)` returns the milliseconds and the offset of a stream id, `formatId(ms, offset)` its text. The
 * numbers stay below 2^53, so Lua's doubles hold them exactly.
 */
export const STREAM_IDS = `
local function parseId(text)
  local ms, offset = string.match(text, '^(%d+)-(%d+)$')
  return tonumber(ms), tonumber(offset)
end
local function formatId(ms, offset)
  return string.format('%.0f-%.0f', ms, offset)
end
local function isBefore(left, right)
  local leftMs, leftOffset = parseId(left)
  local rightMs, rightOffset = parseId(right)
  return leftMs < rightMs or (leftMs == rightMs and leftOffset < rightOffset)
end
`;

/** `lastGeneratedId(stream)`: the last id that Redis generated, or nil if there is no stream. */
export const LAST_GENERATED_ID = `
local function lastGeneratedId(stream)
  if redis.call('EXISTS', stream) == 0 then return nil end
  local info = redis.call('XINFO', 'STREAM', stream)
  for at = 1, #info, 2 do
    if info[at] == 'last-generated-id' then return info[at + 1] end
  end
end
`;

/** `signal(stream)`: wakes the members that read the signal stream of the group. */
export const SIGNAL = `
local function signal(stream)
  redis.call('XADD', stream, 'MAXLEN', 1, '*', 'signal', 1)
end
`;

/**
 * `beginNewTopic(topic, group, id, partitions)`: if the positions of the group are of a former topic of the name, drops
 * them with the leases, and makes the start of this topic, whose identity is `id`, the group's position. Returns
 * whether it did. The token stays, so that later leases have higher ones.
 */
export const NEW_TOPIC = `
local function beginNewTopic(topic, group, id, partitions)
  local former = redis.call('HGET', group, 'topic')
  if former == id then return false end
  if former then
    local token = redis.call('HGET', group, 'token')
    redis.call('DEL', group)
    if token then redis.call('HSET', group, 'token', token) end
    for partition = 0, partitions - 1 do
      local start = redis.call('HGET', topic, 'start:' .. partition)
      if start then redis.call('HSET', group, 'commit:' .. partition, start) end
    end
  end
  redis.call('HSET', group, 'topic', id)
  return former ~= false
end
`;
