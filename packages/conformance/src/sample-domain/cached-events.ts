import type { EventData, IngestItem } from '@foldmart/core';

/** A reader joins the library. */
export function reader(id: string, data: EventData = {}): IngestItem {
  return happened('reader_joined', id, `reader-${id}`, {
    reader: id,
    name: '홍길동',
    email: `${id}@example.com`,
    age: 25,
    rank: 'BRONZE',
    joined_at: '2026-02-03T14:30:00Z',
    ...data,
  });
}

/** A title is put on a shelf. */
export function title(id: string, data: EventData = {}): IngestItem {
  return happened('title_shelved', id, `title-${id}`, {
    title: id,
    shelf: '소설',
    price: 259_000,
    deposit: 299_000,
    wear: 13.37,
    copies: 150,
    shelved_at: '2026-02-03T14:30:00Z',
    ...data,
  });
}

/** A title is lent to a reader. */
export function loan(
  id: string,
  { to, of, at }: { readonly to: string; readonly of: string; readonly at: string },
): IngestItem {
  const data = { loan: id, reader: to, title: of, lent_at: at };
  return happened('title_lent', id, `loan-${id}`, data);
}

/** A reader gets another rank. */
export function promotion(id: string, rank: string): IngestItem {
  const item = happened('reader_promoted', `${id}:${rank}`, `reader-${id}`, { reader: id, rank });
  return { ...item, startsStream: false };
}

function happened(type: string, id: string, streamId: string, data: EventData): IngestItem {
  const event = {
    id: `${type}:${id}`,
    type,
    data,
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'bus:library',
  };
  return { streamId, startsStream: true, event };
}
