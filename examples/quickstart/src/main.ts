import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { systemClock, systemIds } from '@foldmart/node';
import { createCommandHandler, isValidationError } from '@foldmart/core';
import { occupancy, registry, seats } from './seats.js';

const database = createMemoryDatabase({}, { clock: systemClock, projections: [occupancy] });
// #region handle
const handle = createCommandHandler(seats, {
  store: database.events,
  registry,
  clock: systemClock,
  ids: systemIds,
});

const show = 'hamlet';
await handle('show-hamlet', { do: 'take', show, seat: 'A1', guest: 'Ophelia' });
// #endregion
await handle('show-hamlet', { do: 'take', show, seat: 'A2', guest: 'Laertes' });
await handle('show-hamlet', { do: 'return', show, seat: 'A2' });

// A rule of the domain: the decider refuses, nothing is appended.
try {
  await handle('show-hamlet', { do: 'take', show, seat: 'A1', guest: 'Horatio' });
} catch (error) {
  if (!isValidationError(error)) throw error;
  console.log(error.message);
}

// Ten guests race for two seats: everybody decides on what they saw, and only what is still true is appended.
const race = Array.from({ length: 10 }, (_, guest) =>
  handle('show-hamlet', {
    do: 'take',
    show,
    seat: `B${String(guest % 2)}`,
    guest: `#${String(guest)}`,
  }),
);
const seated = (await Promise.allSettled(race)).filter(({ status }) => status === 'fulfilled');
console.log(`${String(seated.length)} of 10 got a seat`);

const { version, events } = await database.events.readStream('show-hamlet');
console.log(`version ${String(version)}: ${events.map(({ type }) => type).join(', ')}`);
const [model] = occupancy.models;
if (model !== undefined) console.log(await database.readModels.get(model, { show }));
await database.close();
