import type { ReadModelStore, RowOf } from '@foldmart/core';
import { loans } from './read-models.js';

/** The loans that are due before a day, a page at a time, the longest overdue first. */
export async function* overdueLoans(
  rows: ReadModelStore,
  today: string,
  pageSize = 100,
): AsyncGenerator<RowOf<typeof loans>> {
  let after: RowOf<typeof loans> | undefined;
  do {
    const page = await rows.find(loans, {
      index: ['due'],
      range: { lt: today },
      limit: pageSize,
      ...(after && { after }),
    });
    yield* page;
    after = page.length < pageSize ? undefined : page.at(-1);
  } while (after);
}
