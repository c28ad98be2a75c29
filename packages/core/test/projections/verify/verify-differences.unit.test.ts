import { describe, expect, it } from 'vitest';
import {
  catchUpProjection,
  type EventEnvelope,
  type Projection,
  type ReadModelWrite,
} from '@foldmart/core';
import {
  placed,
  read,
  ReadingRoom,
  record,
  roomProjections,
  rowsOf,
} from '../../support/reading-room.js';
import { roomAfter, verify } from '../../support/verified-room.js';

const books = ['a', 'b', 'c', 'd', 'e'];
const history = [placed('a', 's'), placed('b', 's'), read('a', 1), read('a', 2), read('b', 1)];

describe('differences', () => {
  it.each<[string, readonly Projection[], readonly unknown[]]>([
    [
      'a wrong count',
      planted('readings', (writes) => [...writes, ...writes]),
      [
        { model: 'books', key: { book: 'a' }, columns: { times: { expected: 4, actual: 2 } } },
        { model: 'books', key: { book: 'b' }, columns: { times: { expected: 2, actual: 1 } } },
        { model: 'readings', key: { book: 'a' }, columns: { times: { expected: 4, actual: 2 } } },
        { model: 'readings', key: { book: 'b' }, columns: { times: { expected: 2, actual: 1 } } },
      ].map((difference) => ({ ...difference, kind: 'different' })),
    ],
    [
      'a row that no event yields any more',
      planted('books', (writes, { data }) => (data['book'] === 'a' ? [] : writes)),
      [{ model: 'books', key: { book: 'a' }, kind: 'unexpected' }],
    ],
    [
      'a missing row',
      planted('books', (writes) => [
        ...writes,
        { op: 'insert', model: 'books', row: { book: 'Z', shelf: 'u' } },
      ]),
      [{ model: 'books', key: { book: 'Z' }, kind: 'missing' }],
    ],
    [
      'an event that cannot be projected any more',
      planted('shelves', () => {
        throw new RangeError('a mistake');
      }),
      [{ model: 'shelves', key: { shelf: 's' }, kind: 'unexpected' }],
    ],
    [
      'an event of which a value does not fit any more',
      planted('shelves', () => [
        { op: 'accumulate', model: 'shelves', key: { shelf: 's' }, add: { books: 1 } },
        { op: 'accumulate', model: 'shelves', key: { shelf: 's' }, add: { books: 'many' } },
      ]),
      [{ model: 'shelves', key: { shelf: 's' }, kind: 'unexpected' }],
    ],
  ])('show %s, if a projection was changed', async (_what, projections, differences) => {
    const scene = await roomAfter(history);
    const found = await verify(scene, projections);
    expect(found.differences).toStrictEqual(differences);
    expect(found.differenceCount).toBe(differences.length);
    for (let rowsAtOnce = 1; rowsAtOnce <= 3; rowsAtOnce += 1) {
      expect(await verify(scene, projections, { rowsAtOnce })).toStrictEqual(found);
    }
    expect(await verify(scene)).toMatchObject({ differences: [] });
  });

  it.each<[string, readonly ReadModelWrite[], unknown]>([
    [
      'changed',
      [{ op: 'update', model: 'books', key: { book: 'b' }, set: { shelf: 'mine' } }],
      { kind: 'different', columns: { shelf: { expected: 's', actual: 'mine' } } },
    ],
    [
      'emptied',
      [{ op: 'update', model: 'books', key: { book: 'b' }, set: { shelf: null } }],
      { kind: 'different', columns: { shelf: { expected: 's', actual: null } } },
    ],
  ])('show a row that was %s by hand', async (_what, writes, difference) => {
    const scene = await roomAfter(history);
    await byHand(scene, writes);
    const { differences, models } = await verify(scene);
    expect(differences).toStrictEqual([
      { model: 'books', key: { book: 'b' }, ...(difference as object) },
    ]);
    expect(models).toContainEqual({ name: 'books', rows: 2, differences: 1 });
  });

  it('show the first of two insertions of a row, whether it is held as an object or packed', async () => {
    const again = { ...placed('a', 't'), id: 'placed-a-again' };
    const scene = await roomAfter([...history, again]);
    await byHand(scene, [
      { op: 'update', model: 'books', key: { book: 'a' }, set: { shelf: 'mine' } },
    ]);
    const shelf = { expected: 's', actual: 'mine' };
    const onlyInserting = roomProjections().slice(0, 1);
    for (const rowsAtOnce of [3, 100]) {
      const { differences } = await verify(scene, onlyInserting, { rowsAtOnce });
      expect(differences).toMatchObject([{ key: { book: 'a' }, columns: { shelf } }, {}]);
    }
  });

  it('show none if a row that matched is inserted again, in little or much memory', async () => {
    const again = { ...placed('a', 't'), id: 'placed-a-again' };
    const scene = await roomAfter([...['a', 'b', 'c'].map((book) => placed(book, 's')), again]);
    const onlyInserting = roomProjections().slice(0, 1);
    const found = await verify(scene, onlyInserting);
    expect(found).toMatchObject({ differences: [], models: [{ name: 'books', rows: 3 }] });
    for (const rowsAtOnce of [1, 2, 3]) {
      expect(await verify(scene, onlyInserting, { rowsAtOnce })).toStrictEqual(found);
    }
  });

  it('show a row that was added by hand, and do not change the hash', async () => {
    const scene = await roomAfter(history);
    const before = await verify(scene);
    await byHand(scene, [{ op: 'insert', model: 'shelves', row: { shelf: 'x', books: 1 } }]);
    const { differences, stateHash } = await verify(scene);
    expect(differences).toStrictEqual([
      { model: 'shelves', key: { shelf: 'x' }, kind: 'unexpected' },
    ]);
    expect(stateHash).toBe(before.stateHash);
  });

  it('show a row of a lagging projection that no other projection writes', async () => {
    const scene = await roomAfter(history);
    await byHand(scene, [
      { op: 'update', model: 'readings', key: { book: 'a' }, set: { times: 7 } },
    ]);
    await scene.room.drive(record(scene.instance.events, [read('a', 3)]));
    const { differences, lagging } = await verify(scene);
    expect(differences).toStrictEqual([
      {
        model: 'readings',
        key: { book: 'a' },
        kind: 'different',
        columns: { times: { expected: 2, actual: 7 } },
      },
    ]);
    expect(lagging).toContainEqual({ name: 'readings', behind: 1 });
  });

  it('are listed up to a limit, and counted beyond it', async () => {
    const scene = await roomAfter(history);
    await byHand(
      scene,
      books.map((shelf) => ({ op: 'insert', model: 'shelves', row: { shelf } })),
    );
    const found = await verify(scene, undefined, { maxDifferences: 2 });
    expect(found.differences.map(({ key }) => key)).toStrictEqual([{ shelf: 'a' }, { shelf: 'b' }]);
    expect(found.differenceCount).toBe(5);
  });

  it('leave out operational columns and recorded skips', async () => {
    const room = new ReadingRoom();
    const program = room.open({ onFailure: 'skip' });
    const faulty = [
      ...history,
      read('a', 7, { fault: 'unfit' }),
      read('b', 7, { fault: 'throws' }),
    ];
    await room.drive(record(program.instance.events, faulty));
    const advance = program.instance.projections.advance.bind(program.instance.projections);
    const refused = 'read-a-2';
    program.instance.projections.advance = async (step) => {
      if (step.projection.name !== 'readings') return advance(step);
      const { events } = await program.instance.events.readAll({ limit: 100 });
      const at = events.findIndex(({ position }) => position === step.to);
      const first = events.findIndex(({ position }) => position === step.from) + 1;
      const isRefused = events.slice(first, at + 1).some(({ id }) => id === refused);
      const isSkipped = step.writes.some(({ model }) => model === 'projection_failures');
      const write = {
        op: 'accumulate',
        model: 'readings',
        key: { book: 'a' },
        add: { times: 'x' },
      };
      const writes =
        isRefused && !isSkipped ? [...step.writes, write as ReadModelWrite] : step.writes;
      return advance({ ...step, writes });
    };
    for (const projection of program.all.slice(1)) {
      await room.drive(catchUpProjection(program.parts, projection));
    }
    const rows = await room.drive(rowsOf(program.instance));
    expect(rows['readings']).toMatchObject([
      { book: 'a', times: 1 },
      { book: 'b', times: 1 },
    ]);
    expect(await verify({ room, ...program }, program.all)).toMatchObject({ differences: [] });
  });
});

/** The same projections, one of which makes different changes. */
function planted(
  name: string,
  change: (writes: readonly ReadModelWrite[], event: EventEnvelope) => readonly ReadModelWrite[],
): readonly Projection[] {
  return roomProjections().map((projection) =>
    projection.name === name
      ? { ...projection, project: (event) => change(projection.project(event), event) }
      : projection,
  );
}

/** Changes rows as an operator with a console would: in a step of a projection that exists only for this. */
async function byHand(
  { room }: Awaited<ReturnType<typeof roomAfter>>,
  writes: readonly ReadModelWrite[],
): Promise<void> {
  const hand: Projection = {
    name: 'by-hand',
    version: 1,
    mode: 'async',
    models: [],
    handles: ['done_by_hand'],
    project: () => [],
  };
  const { instance } = room.openWith([hand]);
  const { next } = await room.drive(instance.events.readEnd(1));
  const step = { projection: hand, from: undefined, to: next, writes };
  expect(await room.drive(instance.projections.advance(step))).toBe(true);
}
