import { defineDomain } from '@foldmart/core';
import { book } from './book.js';
import { member } from './member.js';
import { loansProjection, membersProjection } from './read-models.js';
import { charging, holding } from './subscriptions.js';

/** Everything that the library brings; it names no transport. */
export const library = defineDomain({
  name: 'library',
  deciders: { book, member },
  projections: [loansProjection, membersProjection],
  subscriptions: [holding, charging],
});
