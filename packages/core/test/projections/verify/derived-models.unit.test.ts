import { expect, it } from 'vitest';
import { verifyReadModels, type DerivedModels } from '@foldmart/core';
import { placed, read } from '../../support/reading-room.js';
import { roomAfter } from '../../support/verified-room.js';

it('a derived model is shown the events that it handles, in their order, and no others', async () => {
  const { room, instance } = await roomAfter([placed('a', 's'), read('a', 1), read('a', 2)]);
  const shown: string[] = [];
  const derived: DerivedModels = {
    models: [],
    handles: ['book_read'],
    steps: ({ id }) => {
      shown.push(id);
      return [];
    },
  };
  const parts = { audit: instance.audit, digest: () => '00' };
  await room.drive(verifyReadModels(parts, [], { derived: [derived] }));
  expect(shown).toStrictEqual(['read-a-1', 'read-a-2']);
});
