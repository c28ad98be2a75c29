import fc from 'fast-check';
import type { LogPosition } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { runCount } from '../models/run-count.js';
import type { ConformanceCase } from '../suite.js';
import { storeCommands, type StoreModel, type StoreUnderTest } from './store-commands.js';
import { LogFollower } from './log-follower.js';

export const historyCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'the store agrees with its model over random histories',
    timeoutMs: 300_000,
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      const stores = instances.map(({ events }) => events);
      const histories = fc.commands(storeCommands(stores.length), { maxCommands: 25, size: 'max' });
      let runs = 0;
      let after: LogPosition | undefined;
      await fc.assert(
        fc.asyncProperty(histories, async (commands) => {
          runs += 1;
          const model: StoreModel = { streams: new Map() };
          const real: StoreUnderTest = {
            clock: harness.clock,
            stores,
            prefix: `history-${runs}/`,
            after,
          };
          await fc.asyncModelRun(() => ({ model, real }), commands);
          after = await endOfLog(harness, real, model);
        }),
        { numRuns: runCount(50) },
      );
    },
  },
];

/** Where the next history begins: behind all events of this one. */
async function endOfLog(
  { clock }: EventStoreHarness,
  { stores, after }: StoreUnderTest,
  { streams }: StoreModel,
): Promise<LogPosition | undefined> {
  const [store] = stores;
  if (store === undefined) return after;
  const follower = new LogFollower(store, 1_000, after);
  await follower.readUntil(clock, [...streams.values()].flat().length);
  return follower.next;
}
