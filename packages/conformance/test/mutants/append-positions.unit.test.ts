import { eventStoreSuite } from '@foldmart/conformance';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents } from './store-mutants.js';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that returns the position of the first event of an append',
    mutate: changingEvents((events) => ({
      async append(appends) {
        const results = await events.append(appends);
        return Promise.all(
          results.map(async (result, index) => {
            const { events: stored } = await events.readStream(result.streamId);
            const first = stored.find(({ id }) => id === appends[index]?.events[0]?.id);
            return { ...result, position: first?.position };
          }),
        );
      },
    })),
    caughtBy: [
      'an append returns where the last event of each of its streams is in the log',
      'duplicates have the position of the first time, and new events behind them their own',
      'concurrent appends return the positions that the log has, whose order is that of the log',
      'the store agrees with its model over random histories',
    ],
  },
  {
    what: 'a store that returns the end of the log as the position of an append',
    mutate: changingEvents((events) => ({
      async append(appends) {
        const results = await events.append(appends);
        const { next } = await events.readEnd(0);
        return results.map((result) => ({ ...result, position: next }));
      },
    })),
    caughtBy: [
      'an append returns where the last event of each of its streams is in the log',
      'duplicates have the position of the first time, and new events behind them their own',
      'an append without events has no position',
      'concurrent appends return the positions that the log has, whose order is that of the log',
      'the store agrees with its model over random histories',
    ],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);
