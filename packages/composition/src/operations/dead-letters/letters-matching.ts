import type { DeadLetter, DeadLetterFilter, DeadLetterStore } from '@foldmart/core';

const pageSize = 200;

/** Reads the letters that match, page by page, in ascending order of their ids. */
export async function* lettersMatching(
  store: Pick<DeadLetterStore, 'list'>,
  filter: DeadLetterFilter,
): AsyncGenerator<DeadLetter, void, undefined> {
  for (let after = '0'; ;) {
    const page = await store.list({ ...filter, after, limit: pageSize });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}
