import fc from 'fast-check';
import { dieAppending, dieFinishing, dieIngesting, dieRebuilding } from './crash-commands.js';
import type { StoreCommand } from './history.js';
import { drawnRanges, streamNames } from './random-appends.js';
import { followOn, readLog, readStream, subscribe } from './reading-commands.js';
import { discardRebuild, finishRebuild, stepRebuild } from './rebuild-commands.js';
import { background, compareRows } from './row-commands.js';
import { loadSnapshots, saveSnapshot } from './snapshot-commands.js';
import { append, batches, ingest, manyAppends } from './writing-commands.js';

type Commands = fc.Arbitrary<StoreCommand>;

/** All commands, over three streams and a few ids, so that collisions occur. */
export function historyCommands(processes: number): Commands {
  const by = fc.nat(processes - 1);
  const stream = fc.constantFrom(...streamNames);
  const page = fc.integer({ min: 1, max: 5 });
  return fc.oneof(
    weighing(
      6,
      fc.tuple(by, manyAppends).map(([who, appends]) => append(who, appends)),
    ),
    weighing(
      4,
      fc.tuple(by, batches).map(([who, items]) => ingest(who, items)),
    ),
    weighing(
      2,
      fc.tuple(by, stream, drawnRanges).map((given) => readStream(...given)),
    ),
    weighing(
      1,
      fc.tuple(by, page).map((given) => readLog(...given)),
    ),
    weighing(
      1,
      fc.tuple(by, fc.constantFrom('start', 'end'), page).map((given) => subscribe(...given)),
    ),
    weighing(2, fc.constant(null).map(followOn)),
    weighing(
      2,
      fc.tuple(by, stream).map((given) => saveSnapshot(...given)),
    ),
    weighing(2, by.map(loadSnapshots)),
    weighing(
      2,
      fc.tuple(by, page).map((given) => background(...given)),
    ),
    weighing(1, by.map(compareRows)),
    weighing(2, rebuildCommands(by, page)),
    weighing(1, crashCommands(by, page)),
  );
}

function rebuildCommands(by: fc.Arbitrary<number>, page: fc.Arbitrary<number>): Commands {
  return fc.oneof(
    weighing(
      4,
      fc.tuple(by, page).map((given) => stepRebuild(...given)),
    ),
    weighing(3, by.map(finishRebuild)),
    weighing(1, by.map(discardRebuild)),
  );
}

function crashCommands(by: fc.Arbitrary<number>, page: fc.Arbitrary<number>): Commands {
  const delayMs = fc.constantFrom(0, 0, 1, 2, 4);
  return fc.oneof(
    fc.tuple(by, manyAppends, delayMs).map((given) => dieAppending(...given)),
    fc.tuple(by, batches, delayMs).map((given) => dieIngesting(...given)),
    fc.tuple(by, page, delayMs).map((given) => dieRebuilding(...given)),
    fc.tuple(by, delayMs).map((given) => dieFinishing(...given)),
  );
}

function weighing(weight: number, arbitrary: Commands): fc.WeightedArbitrary<StoreCommand> {
  return { weight, arbitrary };
}
