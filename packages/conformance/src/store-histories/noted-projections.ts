import type {
  EventEnvelope,
  Projection,
  ReadModel,
  ReadModelStore,
  ReadModelWrite,
  Row,
} from '@foldmart/core';

/** The number of notes in each stream, and how many of them the asynchronous projection has seen. */
const notesModel: ReadModel = {
  name: 'noted',
  key: ['stream'],
  columns: { stream: 'text', notes: 'integer', latest: 'integer', seen: 'integer' },
  defaults: { notes: 0, seen: 0 },
};

/** The counts of the asynchronous projection, mirrored into {@link notesModel}. */
const seenModel: ReadModel = {
  name: 'noted_seen',
  key: ['stream'],
  columns: { stream: 'text', seen: 'integer' },
  defaults: { seen: 0 },
};

/** Streams with notes since they were last cleared. Clearing deletes their row. */
const openModel: ReadModel = {
  name: 'noted_open',
  key: ['stream'],
  columns: { stream: 'text', first: 'integer', last: 'integer' },
};

/** The same model, written by the asynchronous projection. */
const seenOpenModel: ReadModel = { ...openModel, name: 'noted_seen_open' };

/** All models of a history's rows. */
export const historyModels: readonly ReadModel[] = [
  notesModel,
  seenModel,
  openModel,
  seenOpenModel,
];

/** Written with each append. */
export const notedProjection: Projection = {
  name: 'noted',
  version: 1,
  mode: 'inline',
  models: [notesModel, openModel],
  handles: ['noted'],
  project: (event) => [noted(event, 1), ...opened(openModel, event)],
};

/** Follows the log. */
export const seenProjection: Projection = {
  name: 'noted_seen',
  version: 1,
  mode: 'async',
  models: [seenModel, notesModel, seenOpenModel],
  handles: ['noted'],
  project: (event) => [...seen(event.data['stream'], 1), ...opened(seenOpenModel, event)],
};

/** The projections of every process of a history: one plan. */
export const historyProjections: readonly Projection[] = [notedProjection, seenProjection];

/** The plan of {@link historyProjections}. */
export const historyPlan = { id: 'noted+noted_seen', projections: historyProjections } as const;

/** Writes that recreate the current rows of all models. */
export async function writesOfAllRows(
  readModels: ReadModelStore,
): Promise<readonly ReadModelWrite[]> {
  const rowsOf = (model: ReadModel): Promise<readonly Row[]> =>
    readModels.scan(model, { limit: 100 });
  const opened: ReadModelWrite[] = [];
  for (const model of [openModel, seenOpenModel]) {
    const rows = await rowsOf(model);
    opened.push(...rows.map((row) => ({ op: 'insert' as const, model: model.name, row })));
  }
  return [...writesOfNotes(await rowsOf(notesModel)), ...opened];
}

function writesOfNotes(rows: readonly Row[]): readonly ReadModelWrite[] {
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

/** The fourth note of a stream clears it, every time that it occurs. */
function opened(
  model: ReadModel,
  { data: { home, nth } }: EventEnvelope,
): readonly ReadModelWrite[] {
  const key = { stream: home };
  if (nth === 4) return [{ op: 'delete', model: model.name, key }];
  return [
    { op: 'insert', model: model.name, row: { ...key, first: nth } },
    { op: 'update', model: model.name, key, set: { last: nth } },
  ];
}

function seen(stream: unknown, count: unknown): readonly ReadModelWrite[] {
  const key = { stream };
  return [
    { op: 'accumulate', model: seenModel.name, key, add: { seen: count } },
    { op: 'mirror', from: seenModel.name, model: notesModel.name, key, columns: ['seen'] },
  ];
}
