/**
 * A position in the stream of a partition: the id `<ms>-<offset>` of the last message before it. The offset grows by
 * one per message. `ms` is the server time of the message and never decreases.
 */
export interface StreamPosition {
  readonly ms: number;
  readonly offset: number;
}

/** The position before the first message of any stream. */
export const BEGINNING: StreamPosition = { ms: 0, offset: 0 };

/** Parses a stream id. Throws a RangeError for anything else. */
export function parsePosition(id: string): StreamPosition {
  const dash = id.indexOf('-');
  const ms = Number(id.slice(0, dash));
  const offset = Number(id.slice(dash + 1));
  if (dash < 1 || !Number.isSafeInteger(ms) || !Number.isSafeInteger(offset)) {
    throw new RangeError(`${id} is not a stream id`);
  }
  return { ms, offset };
}

/** Formats a stream id. */
export function formatPosition({ ms, offset }: StreamPosition): string {
  return `${ms}-${offset}`;
}

/**
 * Parses a committed id; undefined if there is none. An id beyond the last message belongs to an earlier life of the
 * stream (possible if the server's clock was set back) and counts as none.
 */
export function committedPosition(
  id: string | undefined,
  last: StreamPosition,
): StreamPosition | undefined {
  const committed = id ? parsePosition(id) : undefined;
  return committed && committed.offset <= last.offset ? committed : undefined;
}

/** The offset of the next message, as the port's text. */
export function nextOffset({ offset }: StreamPosition): string {
  return String(offset + 1);
}
