import { defineConfig } from '@foldmart/composition';
import { defineDomain } from '@foldmart/core';
import { book } from '../library/book.js';
import { loans, readers, shelfWear } from '../library/projections.js';

export default defineConfig({
  domain: defineDomain({
    name: 'library',
    deciders: { book },
    projections: [loans, readers, shelfWear],
  }),
});
