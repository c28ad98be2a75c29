import { createApp } from '@foldmart/composition';
import { defineDomain } from '@foldmart/core';
import { expect, it } from 'vitest';
import { applicationNames } from '../src/reserved-words.js';

it('no thing is named like a member of the application', async () => {
  const app = await createApp(defineDomain({ name: 'empty', deciders: {} }));
  try {
    expect([...applicationNames].toSorted()).toEqual([...Object.keys(app), 'then'].toSorted());
  } finally {
    await app.close();
  }
});
