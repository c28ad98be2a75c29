import { describe, expect, it } from 'vitest';
import { catchUpProjection } from '@foldmart/core';
import { placed, read, ReadingRoom, record } from '../../support/reading-room.js';

/** A room with a book that was read four times, and once in a way that cannot be projected. */
async function scene({ isFaulty = false } = {}) {
  const room = new ReadingRoom();
  const program = room.open();
  const events = [placed('a', 's'), ...[1, 2, 3, 4].map((nth) => read('a', nth))];
  if (isFaulty) events.push(read('a', 5, { fault: 'throws' }));
  await room.drive(record(program.instance.events, events));
  const readings = program.all[1]!;
  const catchUp = (options: Parameters<typeof catchUpProjection>[2] = {}) =>
    room.drive(catchUpProjection(program.parts, readings, options));
  return { ...program, room, readings, catchUp };
}

describe('catching up', () => {
  it.each([
    { maxEvents: 1, projected: 2 },
    { maxEvents: 2, projected: 2 },
    { maxEvents: 3, projected: 4 },
    { maxEvents: 9, projected: 5 },
  ])('ends after the step that reaches $maxEvents events', async ({ maxEvents, projected }) => {
    const { catchUp } = await scene();
    expect(await catchUp({ pageSize: 2, maxEvents })).toBe(projected);
  });

  it('does nothing if its signal has aborted', async () => {
    const { catchUp } = await scene();
    expect(await catchUp({ signal: AbortSignal.abort() })).toBe(0);
    expect(await catchUp()).toBe(5);
  });

  it('rejects at the event at which the projection parks, and again', async () => {
    const { catchUp, instance, readings } = await scene({ isFaulty: true });
    const rejected = {
      port: 'projection-store',
      operation: 'catchUp',
      reason: 'rejected',
      code: undefined,
      message:
        'Projection readings cannot resume: it is parked at event read-a-5 (book_read): cannot be read.',
      hint: 'fix the cause, then run: foldmart projections resume readings; if its code had to change, raise its version',
    };
    await expect(catchUp()).rejects.toMatchObject(rejected);
    await expect(catchUp()).rejects.toMatchObject(rejected);
    const states = await instance.projections.states();
    expect(states.find(({ name }) => name === readings.name)).toMatchObject({
      parked: { eventId: 'read-a-5' },
    });
  });

  it('rejects if the rows are of another version, and says what to do', async () => {
    const { room, catchUp } = await scene();
    await catchUp();
    const newer = room.open({ version: 2 });
    const work = catchUpProjection(newer.parts, newer.all[1]!);
    await expect(room.drive(work)).rejects.toMatchObject({
      operation: 'catchUp',
      code: 'projection-version',
      hint: 'foldmart projections rebuild readings, or upgrade this program',
    });
  });
});
