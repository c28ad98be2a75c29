import type { StoredEvent } from '../../events/envelope.js';
import type { LogPosition } from '../../events/log-position.js';
import type { AuditView } from '../../ports/audit-reader.js';
import type { RowRange } from '../../ports/read-model-store.js';
import type { Row } from '../read-model.js';

/** All events, page by page. The next page is read while the caller handles the one before. */
export function eventPages(
  view: Pick<AuditView, 'readAll'>,
  limit: number,
): AsyncGenerator<readonly StoredEvent[], void> {
  return readAhead<StoredEvent, LogPosition>(limit, async (after) => {
    const slice = await view.readAll(after === undefined ? { limit } : { after, limit });
    return { items: slice.events, next: slice.next };
  });
}

/** All rows, page by page; each page starts after the last row of the one before. */
export function rowPages(
  scan: (range: RowRange) => Promise<readonly Row[]>,
  limit: number,
): AsyncGenerator<readonly Row[], void> {
  return readAhead<Row, Row>(limit, async (after) => {
    const items = await scan(after === undefined ? { limit } : { after, limit });
    return { items, next: items.at(-1) };
  });
}

interface Page<Item, Place> {
  readonly items: readonly Item[];
  readonly next: Place | undefined;
}

async function* readAhead<Item, Place>(
  limit: number,
  read: (after: Place | undefined) => Promise<Page<Item, Place>>,
): AsyncGenerator<readonly Item[], void> {
  for (let reading: ReturnType<typeof read> | undefined = read(undefined); reading !== undefined;) {
    const { items, next }: Page<Item, Place> = await reading;
    reading = items.length < limit ? undefined : read(next);
    // The caller may stop before it asks for this page.
    reading?.catch(() => undefined);
    yield items;
  }
}
