import { createHash } from 'node:crypto';
import {
  catchUpProjection,
  verifyReadModels,
  type EventEnvelope,
  type Projection,
  type Verification,
  type VerifyOptions,
} from '@foldmart/core';
import { ReadingRoom, record, roomProjections } from './reading-room.js';

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A room in which these events are recorded and projected, `pages` pages of two events. */
export async function roomAfter(
  events: readonly EventEnvelope[],
  pages = Number.POSITIVE_INFINITY,
) {
  const room = new ReadingRoom();
  const program = room.open();
  await room.drive(record(program.instance.events, events));
  for (const projection of program.all.filter(({ mode }) => mode === 'async')) {
    if (Number.isFinite(pages)) await room.drive(takePages(program, projection, pages));
    else await room.drive(catchUpProjection(program.parts, projection));
  }
  return { room, ...program };
}

/** Lets a projection process a number of pages of two events. */
export async function takePages(
  { parts }: ReturnType<ReadingRoom['open']>,
  projection: Projection,
  pages: number,
): Promise<void> {
  const stop = new AbortController();
  let read = 0;
  const readAll: typeof parts.store.readAll = async (range) => {
    if ((read += 1) > pages) {
      stop.abort();
      return { events: [], next: range.after };
    }
    return parts.store.readAll(range);
  };
  const options = { pageSize: 2, signal: stop.signal };
  await catchUpProjection({ ...parts, store: { readAll } }, projection, options);
}

/** Verifies a room as one of its programs. */
export function verify(
  { room, instance }: Pick<Awaited<ReturnType<typeof roomAfter>>, 'room' | 'instance'>,
  projections: readonly Projection[] = roomProjections(),
  options: VerifyOptions = {},
): Promise<Verification> {
  return room.drive(verifyReadModels({ audit: instance.audit, digest }, projections, options));
}
