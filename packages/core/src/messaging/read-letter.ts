import type { WireCodec } from '../events/wire-codec.js';
import type { ReadLetter } from '../ports/replay.js';
import type { DeadLetter } from './dead-letter.js';
import type { DeliveredMessage } from './message.js';

/** The message of a letter, with its edits, as a consumer gets it. */
export function messageOfLetter({
  source,
  edited,
  parkedAt,
}: Pick<DeadLetter, 'source' | 'edited' | 'parkedAt'>): DeliveredMessage {
  const { topic, partition, offset, key } = source;
  const { value, headers } = edited ?? source;
  const timestampMs = source.timestampMs ?? Date.parse(parkedAt);
  return { topic, partition, offset, key, value, headers, timestampMs };
}

/** Makes the function that reads letters as `persistEvents` reads their messages. */
export function readLetter(codec: Pick<WireCodec, 'decode'>): (letter: DeadLetter) => ReadLetter {
  return (letter) => {
    const decoded = codec.decode(messageOfLetter(letter));
    if (!decoded.ok) return decoded;
    const { event, streamId, startsStream } = decoded;
    return { ok: true, item: { event, streamId, startsStream } };
  };
}
