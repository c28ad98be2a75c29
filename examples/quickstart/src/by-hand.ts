import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { createSubject, isValidationError } from '@foldmart/core';
import { systemClock, systemIds } from '@foldmart/node';
import { occupancy, occupancyModel, registry, seats } from './seats.js';

// #region handle
const database = createMemoryDatabase({}, { clock: systemClock, projections: [occupancy] });
const { events: store, snapshots } = database;
const parts = { store, snapshots, registry, clock: systemClock, ids: systemIds };
const hamlet = createSubject({ name: 'show', decider: seats }, 'hamlet', () =>
  Promise.resolve(parts),
);

await hamlet.take({ seat: 'A1', guest: 'Ophelia' });
// #endregion
await hamlet.take({ seat: 'A2', guest: 'Laertes' });
await hamlet.giveUp({ seat: 'A2' });
await hamlet.take({ seat: 'A2', guest: 'Laertes' });

// The decider refuses, and nothing is appended.
try {
  await hamlet.take({ seat: 'A1', guest: 'Horatio' });
} catch (error) {
  if (!isValidationError(error)) throw error;
  console.log(error.message);
}

// Ten guests race for two seats. An append succeeds only at the version that its decision is based on.
const race = Array.from({ length: 10 }, (_, guest) =>
  hamlet.take({ seat: `B${String(guest % 2)}`, guest: `#${String(guest)}` }),
);
const seated = (await Promise.allSettled(race)).filter(({ status }) => status === 'fulfilled');
console.log(`${String(seated.length)} of 10 got a seat`);

const { version, events } = await store.readStream(hamlet.streamId);
console.log(`version ${String(version)}: ${events.map(({ type }) => type).join(', ')}`);
console.log(await database.readModels.get(occupancyModel, { show: 'hamlet' }));
await database.close();
