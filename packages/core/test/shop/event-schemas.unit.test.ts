import { compareCatalogues, readCatalogue, schemaCatalogue } from '@foldmart/core/schemas';
import { shopDomain } from '@foldmart/core/shop';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const file = new URL('../../../../foldmart.schemas.json', import.meta.url);
const kept = readCatalogue(JSON.parse(readFileSync(file, 'utf8')));
const present = schemaCatalogue(shopDomain(), kept);

it('no event of the shop changes in a breaking way: `npx foldmart schemas diff` says what to do', () => {
  const breaking = compareCatalogues(kept, present).filter(({ breaks }) => breaks.length > 0);
  expect(breaking).toEqual([]);
});

it('the schemas of the shop are kept: `npx foldmart schemas write` adds new ones', () => {
  expect(present).toEqual(kept);
});
