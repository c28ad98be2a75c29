import { describe, expect, it } from 'vitest';
import { placed, roomProjections } from '../../support/reading-room.js';
import { roomAfter, verify } from '../../support/verified-room.js';

describe('tables that no projection of the program writes', () => {
  it('are named by a verification, unless they are allowed', async () => {
    const scene = await roomAfter([placed('a', 's')]);
    const [known, ...others] = roomProjections();
    if (known === undefined) throw new Error('the room has projections');
    const names = (projections: readonly (typeof known)[]) =>
      new Set(projections.flatMap(({ models }) => models.map(({ name }) => name)));
    const unknown = [...names(others)].filter((name) => !names([known]).has(name)).sort();
    expect(unknown).not.toEqual([]);

    expect(await verify(scene)).toMatchObject({ unknownTables: [] });
    expect(await verify(scene, [known])).toMatchObject({ unknownTables: unknown });
    const [first = '', ...rest] = unknown;
    expect(await verify(scene, [known], { allowedTables: [first] })).toMatchObject({
      unknownTables: rest,
    });
  });
});
