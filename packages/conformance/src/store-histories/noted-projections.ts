import type { EventEnvelope, Projection, ReadModel, ReadModelWrite, Row } from '@foldmart/core';

/** How much was noted in streams of each name, and how much of it the background has seen. */
export const notesModel: ReadModel = {
  name: 'noted',
  key: ['stream'],
  columns: { stream: 'text', notes: 'integer', latest: 'integer', seen: 'integer' },
  defaults: { notes: 0, seen: 0 },
};

/** What the background has counted, mirrored into {@link notesModel}. */
const seenModel: ReadModel = {
  name: 'noted_seen',
  key: ['stream'],
  columns: { stream: 'text', seen: 'integer' },
  defaults: { seen: 0 },
};

/** Both models of a history's rows. */
export const historyModels: readonly ReadModel[] = [notesModel, seenModel];

/** Written with each append. */
export const notedProjection: Projection = {
  name: 'noted',
  version: 1,
  mode: 'inline',
  models: [notesModel],
  handles: ['noted'],
  project: (event) => [noted(event, 1)],
};

/** Follows the log. */
export const seenProjection: Projection = {
  name: 'noted_seen',
  version: 1,
  mode: 'async',
  models: [seenModel, notesModel],
  handles: ['noted'],
  project: ({ data: { stream } }) => seen(stream, 1),
};

/** The projections of every process of a history: one plan. */
export const historyProjections: readonly Projection[] = [notedProjection, seenProjection];

/** Their plan. */
export const historyPlan = { id: 'noted+noted_seen', projections: historyProjections } as const;

/** Writes that make these rows of {@link notesModel}, and what belongs to them, from nothing. */
export function writesOfRows(rows: readonly Row[]): readonly ReadModelWrite[] {
  return rows.flatMap((row) => [
    {
      op: 'accumulate',
      model: notesModel.name,
      key: { stream: row['stream'] },
      add: { notes: row['notes'] },
      max: { latest: row['latest'] },
    },
    ...seen(row['stream'], row['seen']),
  ]);
}

function noted({ data: { stream, nth } }: EventEnvelope, notes: number): ReadModelWrite {
  return {
    op: 'accumulate',
    model: notesModel.name,
    key: { stream },
    add: { notes },
    max: { latest: nth },
  };
}

function seen(stream: unknown, count: unknown): readonly ReadModelWrite[] {
  const key = { stream };
  return [
    { op: 'accumulate', model: seenModel.name, key, add: { seen: count } },
    { op: 'mirror', from: seenModel.name, model: notesModel.name, key, columns: ['seen'] },
  ];
}
