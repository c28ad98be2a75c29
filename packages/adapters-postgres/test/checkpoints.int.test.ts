import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PostgresDatabase } from '../src/index.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;
let databases: readonly PostgresDatabase[];

beforeAll(async () => {
  schema = scratchSchema();
  databases = await Promise.all([schema.open(), schema.open(), schema.open()]);
});

afterAll(() => schema.dispose());

it('of all processes that move a checkpoint from one position, one succeeds', async () => {
  let from: string | undefined;
  for (let round = 1; round <= 20; round++) {
    const moves = await Promise.all(
      databases.flatMap(({ checkpoints }, own) =>
        [0, 1].map(async (nth) => {
          const to = `1.${String(round)}.${String(own * 2 + nth)}`;
          return (await checkpoints.move('raced', { from, to })) ? [to] : [];
        }),
      ),
    );
    const [moved, ...others] = moves.flat();
    expect(others).toEqual([]);
    expect(await databases[0]?.checkpoints.load('raced')).toBe(moved);
    from = moved;
  }
});

it('names that Postgres cannot store have no checkpoint, and moving it is rejected', async () => {
  const [database] = databases;
  for (const name of ['a\0', '\ud800']) {
    expect(await database?.checkpoints.load(name)).toBeUndefined();
    await expect(
      database?.checkpoints.move(name, { from: undefined, to: '1.1.1' }),
    ).rejects.toMatchObject({ port: 'checkpoint-store', reason: 'rejected' });
  }
});
