import fc from 'fast-check';
import type { EntityCacheHarness } from '../harness.js';
import { runCount } from '../models/run-count.js';
import type { ConformanceCase } from '../suite.js';
import { cacheCommands, emptyCache } from './cache-model.js';

export const historyCases: readonly ConformanceCase<EntityCacheHarness>[] = [
  {
    name: 'the cache agrees with its model over random histories',
    timeoutMs: 300_000,
    async run(harness) {
      const clients = [await harness.open(), await harness.open()];
      const histories = fc.commands(cacheCommands(clients.length), {
        maxCommands: 30,
        size: 'max',
      });
      await fc.assert(
        fc.asyncProperty(histories, (commands) =>
          fc.asyncModelRun(
            () => ({
              model: emptyCache(),
              real: { clients, kind: harness.uniqueName('kind'), tickets: [] },
            }),
            commands,
          ),
        ),
        { numRuns: runCount(50) },
      );
    },
  },
];
