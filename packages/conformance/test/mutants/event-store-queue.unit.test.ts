import { eventStoreSuite } from '@foldmart/conformance';
import { PortError } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents } from './store-mutants.js';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that fails if several callers append to one stream',
    mutate: changingEvents((events) => {
      let atWork = 0;
      return {
        async ingest(batch) {
          if (atWork > 3) throw lostRace();
          atWork += 1;
          try {
            return await events.ingest(batch);
          } finally {
            atWork -= 1;
          }
        },
      };
    }),
    caughtBy: [
      'concurrent batches for 1 hot streams queue, and none fails',
      'concurrent batches for 25 hot streams queue, and none fails',
    ],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness((instance) => instance), mutants);

function lostRace(): PortError {
  const [port, operation, reason] = ['event-store', 'ingest', 'unavailable'] as const;
  return new PortError({ port, operation, reason, message: 'others were faster' });
}
