/**
 * A place in a partition's stream: the id `<ms>-<offset>` of the last message before it. The offset part grows by
 * one a message; the ms part is the server's time of the message, and never falls.
 */
export interface StreamPosition {
  readonly ms: number;
  readonly offset: number;
}

/** The place before the first message of any stream. */
export const BEGINNING: StreamPosition = { ms: 0, offset: 0 };

/** Reads a stream id. Throws RangeError for anything else. */
export function parsePosition(id: string): StreamPosition {
  const dash = id.indexOf('-');
  const ms = Number(id.slice(0, dash));
  const offset = Number(id.slice(dash + 1));
  if (dash < 1 || !Number.isSafeInteger(ms) || !Number.isSafeInteger(offset)) {
    throw new RangeError(`${id} is not a stream id`);
  }
  return { ms, offset };
}

/** Writes a stream id. */
export function formatPosition({ ms, offset }: StreamPosition): string {
  return `${ms}-${offset}`;
}

/**
 * Reads a committed id; undefined where there is none. One beyond the last message is of an earlier life of the
 * stream, which a server's clock that was set back can make look younger: it counts as none.
 */
export function committedPosition(
  id: string | undefined,
  last: StreamPosition,
): StreamPosition | undefined {
  const committed = id ? parsePosition(id) : undefined;
  return committed && committed.offset <= last.offset ? committed : undefined;
}

/** The offset of the message that follows, as the port's text. */
export function nextOffset({ offset }: StreamPosition): string {
  return String(offset + 1);
}
