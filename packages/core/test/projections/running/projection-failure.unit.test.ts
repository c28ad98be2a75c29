import { describe, expect, it } from 'vitest';
import {
  catchUpProjection,
  PortError,
  projectionFailuresModel,
  runProjection,
  type Projection,
} from '@foldmart/core';
import { placed, read, ReadingRoom, record, roomProjections } from '../../support/reading-room.js';
import { fieldsLogger } from '../../support/recording-logger.js';

const history = [placed('a', 's'), read('a', 1)];
const policies = [{ onFailure: 'park' }, { onFailure: 'skip' }] as const;

/** A room with events, and its projection of readings, perhaps with other code. */
async function roomWith(onFailure: 'park' | 'skip', project?: Projection['project']) {
  const room = new ReadingRoom();
  const all = roomProjections({ onFailure }).map((projection) =>
    projection.name === 'readings' && project !== undefined
      ? { ...projection, project }
      : projection,
  );
  const program = room.openWith(all);
  await room.drive(record(program.instance.events, history));
  return { room, ...program, readings: all[1]! };
}

type Scene = Awaited<ReturnType<typeof roomWith>>;

/** Projects the log. The details of what was skipped, and of what the projection is parked at. */
async function detailsOf({ room, instance, parts, readings }: Scene): Promise<readonly unknown[]> {
  await room.drive(catchUpProjection(parts, readings, { pageSize: 1 })).catch(() => undefined);
  const skipped = await instance.readModels.scan(projectionFailuresModel, { limit: 10 });
  const [, state] = await room.drive(instance.projections.states());
  const parked = state?.parked === undefined ? [] : [state.parked.detail];
  return [...skipped.map(({ detail }) => detail), ...parked];
}

/** Runs the projection for 5 s of virtual time, and returns the lines that it logs. */
async function linesOf({ room, instance, all, readings }: Scene): Promise<readonly unknown[]> {
  const logger = fieldsLogger();
  const stop = new AbortController();
  room.clock.schedule(5_000, () => stop.abort());
  await room.drive(
    runProjection(room.parts(instance, all, logger), readings, { signal: stop.signal }),
  );
  return logger.lines;
}

function rejected(): PortError {
  const [message, cause] = ['no such value', new Error('of the driver')];
  const details = { port: 'projection-store', operation: 'advance', message, cause } as const;
  return new PortError({ ...details, reason: 'rejected' });
}

describe('the detail of a failure', () => {
  it.each(policies)('is what the projection throws, with %j', async ({ onFailure }) => {
    const thrown = ['a text', new RangeError('an error'), undefined];
    const details = thrown.map(async (what) => {
      const scene = await roomWith(onFailure, ({ type }) => {
        if (type === 'book_placed') return [];
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- a projection may throw anything
        throw what;
      });
      return detailsOf(scene);
    });
    const whole = 'Projection readings cannot handle event read-a-1 (book_read): undefined';
    const last = onFailure === 'park' ? whole : 'undefined';
    expect(await Promise.all(details)).toStrictEqual([['a text'], ['an error'], [last]]);
  });

  it.each(policies)('is what the store says, with %j', async ({ onFailure }) => {
    const scene = await roomWith(onFailure);
    const { projections } = scene.instance;
    const advance = projections.advance.bind(projections);
    projections.advance = (step) =>
      step.writes.some(({ op }) => op === 'accumulate')
        ? Promise.reject(rejected())
        : advance(step);
    expect(await detailsOf(scene)).toStrictEqual(['no such value']);
  });
});

describe('the log of a projection', () => {
  it('says at which event it is parked, and what to do', async () => {
    const scene = await roomWith('park', () => {
      throw new RangeError('cannot be read');
    });
    const [event] = (await scene.room.drive(scene.instance.events.readAll({ limit: 1 }))).events;
    expect(await linesOf(scene)).toStrictEqual([
      [
        'a projection is parked',
        {
          projection: 'readings',
          eventId: 'placed-a',
          eventType: 'book_placed',
          position: event!.position,
          detail: 'cannot be read',
          parkedAt: expect.any(String) as string,
          hint: 'fix the cause, then run: foldmart projections resume readings; if its code had to change, raise its version',
        },
      ],
    ]);
  });

  it('says why it is retried, and when', async () => {
    const scene = await roomWith('park');
    const { projections } = scene.instance;
    const advance = projections.advance.bind(projections);
    const details = { port: 'projection-store', operation: 'advance', message: 'slow' } as const;
    const error = new PortError({ ...details, reason: 'timeout' });
    projections.advance = () => {
      projections.advance = advance;
      return Promise.reject(error);
    };
    const expected = {
      projection: 'readings',
      error,
      failures: 1,
      delayMs: expect.any(Number) as number,
    };
    expect(await linesOf(scene)).toStrictEqual([['a projection failed, retrying', expected]]);
  });
});
