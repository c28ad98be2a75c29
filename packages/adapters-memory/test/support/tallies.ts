import type { Projection, ReadModel, ReadModelWrite } from '@foldmart/core';

/** The type of the events that are tallied. */
export const tallies = 'tallied';

/** The highest version of the projections. */
export const newest = 3;

/** The read models of a version: each has a column that the others lack. */
export function tallyModels(version: number): readonly ReadModel[] {
  const columns = {
    stream: 'integer',
    events: 'integer',
    followed: 'integer',
    [`made_by_${version}`]: 'integer',
  } as const;
  return [
    { name: 'tallies', key: ['stream'], columns },
    { name: 'followed_tallies', key: ['stream'], columns },
  ];
}

/**
 * Counts the events of each stream, each event as often as the version says: inline, and once more behind the log,
 * mirrored into the former.
 */
export function tallyProjections(version: number): readonly [Projection, Projection] {
  const models = tallyModels(version);
  const counted = (model: string, stream: unknown): ReadModelWrite => ({
    op: 'accumulate',
    model,
    key: { stream },
    add: { events: version, [`made_by_${version}`]: 1 },
  });
  const inline: Projection = {
    name: 'tallies',
    version,
    mode: 'inline',
    models: models.slice(0, 1),
    handles: [tallies],
    project: ({ data }) => [counted('tallies', data['stream'])],
  };
  const following: Projection = {
    name: 'followed_tallies',
    version,
    mode: 'async',
    models,
    handles: [tallies],
    project: ({ data: { stream } }) => [
      counted('followed_tallies', stream),
      { op: 'accumulate', model: 'followed_tallies', key: { stream }, add: { followed: version } },
      {
        op: 'mirror',
        from: 'followed_tallies',
        model: 'tallies',
        key: { stream },
        columns: ['followed'],
      },
    ],
  };
  return [inline, following];
}
