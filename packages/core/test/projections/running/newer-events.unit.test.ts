import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  catchUpProjection,
  createEventRegistry,
  defineEvent,
  isNewerEventError,
  rebuildProjections,
  runProjection,
  withUpcasting,
  type EventEnvelope,
  type Projection,
} from '@foldmart/core';
import {
  placed,
  read,
  ReadingRoom,
  record,
  roomProjections,
  rowsOf,
  type RoomProgram,
} from '../../support/reading-room.js';
import { recordingLogger } from '../../support/recording-logger.js';
import { planOf } from '../../support/upgraded-room.js';

const brisk = { pageSize: 10, idlePollMs: 10, lockPollMs: 100 };
const oldPolicies = [{ onFailure: 'park' }, { onFailure: 'skip' }] as const;

/** The events of a program that knows readings up to a version. */
function registryOf(version: 1 | 2) {
  const schema = z.looseObject({ book: z.string() });
  const upcasters = version === 1 ? {} : { 1: (data: object) => ({ ...data, by: 'unknown' }) };
  const streamId = ({ book }: { book: string }) => `book-${book}`;
  const bookRead = { type: 'book_read', schema, version, upcasters, streamId };
  return createEventRegistry([defineEvent(bookRead)]);
}

function projectionsOf(version: 1 | 2, program: RoomProgram): readonly Projection[] {
  return withUpcasting(registryOf(version), roomProjections(program));
}

/** An old program and an upgraded one over a log whose last but one event the upgraded one wrote. */
async function mixedRoom(program: RoomProgram = {}) {
  const room = new ReadingRoom();
  const old = room.openWith(projectionsOf(1, program));
  const upgraded = room.openWith(projectionsOf(2, program));
  const newer: EventEnvelope = { ...read('a', 2), schemaVersion: 2 };
  const events = [placed('a', 's'), read('a', 1), newer, read('a', 3)];
  await room.drive(record(old.instance.events, events));
  const times = async (): Promise<unknown> =>
    (await room.drive(rowsOf(old.instance)))['readings']?.[0]?.['times'];
  return { room, old, upgraded, times };
}

function readingsOf(all: readonly Projection[]): Projection {
  return all.find(({ name }) => name === 'readings')!;
}

describe('an event that a newer program wrote', () => {
  it.each(oldPolicies)(
    'is left by an old program with %j to an upgraded one, which takes over',
    async (program) => {
      const { room, old, upgraded, times } = await mixedRoom(program);
      const logger = recordingLogger();
      const stop = new AbortController();
      const options = { ...brisk, signal: stop.signal };
      const runs = [
        runProjection(room.parts(old.instance, old.all, logger), readingsOf(old.all), options),
      ];
      await room.drive(room.clock.sleep(5_000));
      expect(await times()).toBe(1);
      runs.push(runProjection(upgraded.parts, readingsOf(upgraded.all), options));
      await room.drive(room.clock.sleep(5_000));
      expect(await times()).toBe(3);
      stop.abort();
      await room.drive(Promise.all(runs));
      expect(logger.lines).toStrictEqual(['warn: a projection is left to a newer program']);
      const states = await old.parts.projections.states();
      expect(states.map(({ parked }) => parked)).toStrictEqual(states.map(() => undefined));
    },
  );

  it.each(oldPolicies)('ends a single run of an old program with %j', async (program) => {
    const { room, old, times } = await mixedRoom(program);
    const error: unknown = await room
      .drive(catchUpProjection(old.parts, readingsOf(old.all), brisk))
      .catch((thrown: unknown) => thrown);
    expect(isNewerEventError(error)).toBe(true);
    expect(error).toMatchObject({ reason: 'rejected', hint: 'upgrade this program' });
    expect(await times()).toBe(1);
  });

  it.each(oldPolicies)(
    'ends a rebuild by an old program with %j, and an upgraded one can go on with it',
    async (program) => {
      const { room, old, upgraded, times } = await mixedRoom(program);
      const rebuilt = rebuildProjections(old.parts, planOf(old.all), { pageSize: 10 });
      await expect(room.drive(rebuilt)).rejects.toThrow('newer than version 1');
      const again = rebuildProjections(upgraded.parts, planOf(upgraded.all), { pageSize: 10 });
      expect(await room.drive(again)).toMatchObject({ outcome: 'done' });
      expect(await times()).toBe(3);
    },
  );
});
