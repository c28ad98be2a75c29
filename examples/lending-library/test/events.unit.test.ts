import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createApp } from '@foldmart/composition';
import { createEventRegistry, requireDefinition } from '@foldmart/core';
import { goldenFaults, specFor } from '@foldmart/core/testing';
import { library } from '../src/library.js';
import { loans, loansProjection, membersProjection } from '../src/read-models.js';

const lentRegistry = createEventRegistry([requireDefinition(library.registry, 'book_lent')]);

function goldenFiles(): Record<string, string> {
  const folder = new URL('golden/', import.meta.url);
  const read = (name: string) => [name, readFileSync(new URL(name, folder), 'utf8')] as const;
  return Object.fromEntries(readdirSync(folder).map(read));
}

it('reads loans of both versions', () => {
  expect(goldenFaults(lentRegistry, goldenFiles())).toEqual([]);
});

it('knows a loan that was recorded as version 1', async () => {
  const settings = { QUEUE_TYPE: 'memory', CACHE_TYPE: 'memory', DB_TYPE: 'memory' };
  const app = await createApp(library, settings);
  const data = { book: 'emma', reader: 'ann', lent_on: '2026-03-03' };
  const [time, origin] = ['2026-03-03T14:30:00Z', 'command'];
  const old = { id: 'e-1', type: 'book_lent', schemaVersion: 1, time, origin, data };
  await (
    await app.database()
  ).events.append([{ streamId: 'book-emma', events: [old], expectedVersion: 0 }]);
  const due = '2026-03-24';
  expect((await app.book('emma').state()).loan).toEqual({ member: 'ann', due });
  expect(await app.rows.get(loans, { book: 'emma' })).toMatchObject({ member: 'ann', due });
  await app.close();
});

const dune = { book: 'dune', member: 'ann' };
const lent = { type: 'book_lent', data: { ...dune, due: '2026-03-24' } };
const returned = { type: 'book_returned', data: { ...dune, days_late: 3, fee: '0.75' } };

it('lists a book while it is lent', () => {
  specFor(loansProjection)
    .given([lent])
    .then({ loans: [{ ...dune, due: '2026-03-24' }] });
  specFor(loansProjection).given([lent, returned]).then({ loans: [] });
});

it('adds up what members owe, exactly', () => {
  const charged = { type: 'fee_charged', data: { member: 'ann', amount: '0.10' } };
  const paid = { type: 'fee_paid', data: { member: 'ann', amount: '0.30' } };
  specFor(membersProjection)
    .given([lent, charged, charged, charged])
    .then({ members: [{ member: 'ann', owed: '0.3', loans: 1 }] });
  specFor(membersProjection)
    .given([lent, returned, charged, charged, charged, paid])
    .then({ members: [{ member: 'ann', owed: 0, loans: 0 }] });
});
