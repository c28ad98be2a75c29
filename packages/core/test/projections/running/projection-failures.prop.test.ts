import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catchUpProjection,
  PortError,
  projectionFailuresModel,
  runProjection,
  type EventEnvelope,
  type PortErrorReason,
} from '@foldmart/core';
import {
  foldOf,
  placed,
  read,
  ReadingRoom,
  record,
  roomProjections,
  rowsOf,
} from '../../support/reading-room.js';
import { recordingLogger } from '../../support/recording-logger.js';

const books = ['a', 'b', 'c'];

/** Readings of a few books, some with a fault. */
const histories = fc
  .array(
    fc.tuple(fc.constantFrom(...books), fc.constantFrom(undefined, undefined, 'throws', 'unfit')),
    {
      maxLength: 30,
    },
  )
  .map((readings) => [
    ...books.map((book) => placed(book, 's')),
    ...readings.map(([book, fault], nth) => read(book, nth, fault === undefined ? {} : { fault })),
  ]);

function hasFault({ data }: EventEnvelope): boolean {
  return 'fault' in data;
}

/** A room with events, opened by a program whose `readings` have this policy. */
async function roomWith(events: readonly EventEnvelope[], onFailure: 'park' | 'skip') {
  const room = new ReadingRoom();
  const program = room.open({ onFailure });
  await room.drive(record(program.instance.events, events));
  const readings = program.all.find(({ name }) => name === 'readings')!;
  return { room, ...program, readings };
}

describe('an event that a projection cannot handle', () => {
  it('is skipped and recorded by the policy skip, and no other event is', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 1, max: 12 }), async (events, pageSize) => {
        const { room, parts, instance, readings, all } = await roomWith(events, 'skip');
        const taken = await room.drive(catchUpProjection(parts, readings, { pageSize }));
        expect(taken).toBe(events.length);
        const sound = events.filter((event) => !hasFault(event));
        const { readings: rows } = await room.drive(rowsOf(instance));
        expect(rows).toStrictEqual(foldOf(sound, all)['readings']);
        const failures = await instance.readModels.scan(projectionFailuresModel, { limit: 100 });
        const expected = events
          .filter(hasFault)
          .map(({ id }) => id)
          .sort();
        expect(failures.map(({ event_id }) => event_id)).toStrictEqual(expected);
        for (const { projection, detail } of failures) {
          expect(projection).toBe('readings');
          expect(detail).toMatch(/^cannot be read$|readings\.times is not a valid integer: "many"/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('parks the projection by the policy park: earlier events are projected, later ones are not', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 1, max: 12 }), async (events, pageSize) => {
        const { room, parts, instance, readings, all } = await roomWith(events, 'park');
        const first = events.findIndex(hasFault);
        const outcome = room.drive(catchUpProjection(parts, readings, { pageSize }));
        if (first < 0) expect(await outcome).toBe(events.length);
        else await expect(outcome).rejects.toThrow(`parked at event ${events[first]!.id}`);
        const before = first < 0 ? events : events.slice(0, first);
        const { readings: rows } = await room.drive(rowsOf(instance));
        expect(rows).toStrictEqual(foldOf(before, all)['readings']);

        const mended = room.open({ isMended: true });
        await room.drive(mended.instance.projections.resume('readings'));
        await room.drive(catchUpProjection(mended.parts, mended.all[1]!, { pageSize }));
        const { readings: whole } = await room.drive(rowsOf(mended.instance));
        expect(whole).toStrictEqual(
          foldOf(events, roomProjections({ isMended: true }))['readings'],
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('a parked projection', () => {
  const history = [placed('a', 's'), read('a', 1), read('a', 2, { fault: 'throws' }), read('a', 3)];

  it('makes no progress, is logged once, and continues from its checkpoint after a resume', async () => {
    const { room, instance, all, readings } = await roomWith(history, 'park');
    const mended = room.open({ isMended: true });
    const [logger, later] = [recordingLogger(), recordingLogger()];
    const stop = new AbortController();
    const options = { signal: stop.signal };
    const broken = runProjection(room.parts(instance, all, logger), readings, options);
    room.clock.schedule(20_000, () => {
      instance.crash();
      void runProjection(room.parts(mended.instance, mended.all, later), mended.all[1]!, options);
    });
    room.clock.schedule(30_000, () => void mended.instance.projections.resume('readings'));
    await room.drive(room.clock.sleep(25_000));
    expect((await room.drive(rowsOf(mended.instance)))['readings']).toMatchObject([{ times: 1 }]);
    await room.drive(room.clock.sleep(10_000));
    stop.abort();
    expect((await room.drive(rowsOf(mended.instance)))['readings']).toMatchObject([{ times: 3 }]);
    expect(logger.lines).toStrictEqual(['error: a projection is parked']);
    expect(later.lines).toStrictEqual(['error: a projection is parked']);
    broken.catch(() => undefined);
  });

  it('does not stop other projections', async () => {
    const { room, parts, instance, all } = await roomWith(history, 'park');
    const stop = new AbortController();
    const runs = all
      .filter(({ mode }) => mode === 'async')
      .map((projection) => runProjection(parts, projection, { signal: stop.signal }));
    room.clock.schedule(2_000, () => void record(instance.events, [placed('b', 's')]));
    room.clock.schedule(5_000, () => stop.abort());
    await room.drive(Promise.all(runs));
    expect((await room.drive(rowsOf(instance)))['shelves']).toMatchObject([{ books: 2 }]);
    expect(await room.drive(instance.projections.states())).toMatchObject([
      { name: 'books', parked: undefined },
      { name: 'readings', parked: { eventId: 'read-a-2', eventType: 'book_read' } },
      { name: 'shelves', parked: undefined },
    ]);
  });
});

describe('an error that no event causes', () => {
  const causes: readonly [PortErrorReason, 'missing-schema' | undefined][] = [
    ['unauthorized', undefined],
    ['corrupt', undefined],
    ['closed', undefined],
    ['rejected', 'missing-schema'],
  ];
  it.each(
    causes.flatMap(([reason, code]) =>
      (['park', 'skip'] as const).map((policy) => ({ reason, code, policy })),
    ),
  )('($reason, $code) ends the run, and does not $policy', async ({ reason, code, policy }) => {
    const { room, parts, instance, readings } = await roomWith([read('a', 1)], policy);
    const message = 'no';
    const details = { port: 'projection-store', operation: 'advance', reason, message } as const;
    const error = new PortError({ ...details, ...(code === undefined ? {} : { code }) });
    const advance = instance.projections.advance.bind(instance.projections);
    instance.projections.advance = () => {
      instance.projections.advance = advance;
      return Promise.reject(error);
    };
    const stop = new AbortController();
    room.clock.schedule(5_000, () => stop.abort());
    const run = runProjection(parts, readings, { signal: stop.signal });
    await expect(room.drive(run)).rejects.toBe(error);
    const states = await room.drive(instance.projections.states());
    expect(states.every(({ parked }) => parked === undefined)).toBe(true);
    expect(await room.drive(instance.readModels.count(projectionFailuresModel))).toBe(0);
  });
});
