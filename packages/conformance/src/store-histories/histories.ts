import fc from 'fast-check';
import type { EventStoreHarness } from '../harness.js';
import { runCount } from '../models/run-count.js';
import type { ConformanceCase } from '../suite.js';
import { historyCommands } from './history-commands.js';
import { HistoryGround } from './history-ground.js';

const processes = 2;
const longestHistory = 12;

export const historyCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'the store agrees with its model over random histories',
    timeoutMs: 600_000,
    async run(harness) {
      const ground = new HistoryGround(harness, processes);
      const commands = fc.commands([historyCommands(processes)], {
        maxCommands: longestHistory,
        size: 'max',
      });
      await fc.assert(
        fc.asyncProperty(commands, (history) =>
          ground.run((model, real) => fc.asyncModelRun(() => ({ model, real }), history)),
        ),
        { numRuns: runCount(500) },
      );
    },
  },
];
