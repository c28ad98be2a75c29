import type { EventEnvelope, Projection, ReadModelWrite, Row } from '@foldmart/core';
import {
  loanSlipsModel,
  readerActivityModel,
  readersModel,
  titleActivityModel,
  titlesModel,
} from './cached-models.js';

/** Readers, titles and loans, written with each append. */
const shelvesProjection: Projection = {
  name: 'library_shelves',
  version: 1,
  mode: 'inline',
  models: [readersModel, titlesModel, loanSlipsModel],
  handles: ['reader_joined', 'reader_promoted', 'title_shelved', 'title_lent'],
  project: projectShelves,
};

/** Follows the log, counts loans and mirrors the counts into readers and titles. */
export const borrowingProjection: Projection = {
  name: 'library_borrowing',
  version: 1,
  mode: 'async',
  models: [readerActivityModel, titleActivityModel, readersModel, titlesModel],
  handles: ['reader_joined', 'title_shelved', 'title_lent'],
  project: projectBorrowing,
};

/** Both projections, at a version. */
export function cachedProjections(version = 1): readonly Projection[] {
  return [shelvesProjection, borrowingProjection].map((each) => ({ ...each, version }));
}

function projectShelves({ type, data }: EventEnvelope): readonly ReadModelWrite[] {
  const { reader, rank } = data;
  switch (type) {
    case 'reader_joined':
      return [insertInto(readersModel.name, data)];
    case 'reader_promoted':
      return [{ op: 'update', model: readersModel.name, key: { reader }, set: { rank } }];
    case 'title_shelved':
      return [insertInto(titlesModel.name, data)];
    default:
      return [insertInto(loanSlipsModel.name, data)];
  }
}

function projectBorrowing({ type, data }: EventEnvelope): readonly ReadModelWrite[] {
  const { reader, title, lent_at } = data;
  if (type === 'reader_joined') return [mirrorReader(reader)];
  if (type === 'title_shelved') return [mirrorTitle(title)];
  return [
    {
      op: 'accumulate',
      model: readerActivityModel.name,
      key: { reader },
      add: { loans: 1 },
      max: { last_lent_at: lent_at },
    },
    mirrorReader(reader),
    { op: 'accumulate', model: titleActivityModel.name, key: { title }, add: { loans: 1 } },
    mirrorTitle(title),
  ];
}

function insertInto(model: string, row: Row): ReadModelWrite {
  return { op: 'insert', model, row };
}

function mirrorReader(reader: unknown): ReadModelWrite {
  return {
    op: 'mirror',
    from: readerActivityModel.name,
    model: readersModel.name,
    key: { reader },
    columns: ['loans', 'last_lent_at'],
  };
}

function mirrorTitle(title: unknown): ReadModelWrite {
  return {
    op: 'mirror',
    from: titleActivityModel.name,
    model: titlesModel.name,
    key: { title },
    columns: ['loans'],
  };
}
