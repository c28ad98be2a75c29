import { describe, expect, it } from 'vitest';
import { simulate, type Behind, type FaultChoices, type World } from '@foldmart/simulator';
import { couponWorld, shopWorld } from '@foldmart/simulator/shop';
import { tillWorld } from '../support/till-world.js';
import { libraryWorld } from '../support/library-world.js';
import * as database from './broken-database.js';
import { stockOutsideTheLock } from './broken-ledger.js';
import * as services from './broken-services.js';

interface Mutant {
  readonly name: string;
  readonly world: (options: { readonly behind: Behind }) => World;
  readonly behind: () => Behind;
  /** The oracles that may find it. */
  readonly oracles: readonly string[];
  /** Found within so many seeds. */
  readonly seeds: number;
  /** Faults that the bug needs, more often than by default. */
  readonly faults?: FaultChoices;
}

const mutants: readonly Mutant[] = [
  {
    name: 'the offset is committed before the transaction',
    world: shopWorld,
    behind: services.commitBeforeHandling,
    oracles: ['an offset moves only after its transaction'],
    seeds: 3,
  },
  {
    name: 'a failed batch is not redelivered',
    world: shopWorld,
    behind: services.withoutRedelivery,
    oracles: ['an offset moves only after its transaction'],
    seeds: 10,
  },
  {
    name: 'a redelivered batch is handled backwards',
    world: shopWorld,
    behind: services.redeliveryBackwards,
    oracles: ['the events of a key keep their order'],
    seeds: 20,
    faults: { calls: { refuse: 60, lose: 60 } },
  },
  {
    name: 'a publish is acknowledged and dropped',
    world: shopWorld,
    behind: services.droppingPublishes,
    oracles: [
      'an acknowledged publish ends in the log',
      'the outbox publishes every decision, in order',
    ],
    seeds: 3,
  },
  {
    name: 'a stale cache worker is not fenced',
    world: shopWorld,
    behind: services.withoutCacheFence,
    oracles: ['the cache never goes back to an older set'],
    seeds: 10,
  },
  {
    name: 'the cache takes the rows that were cached last',
    world: shopWorld,
    behind: database.newestFirst,
    oracles: ['no cached row starves'],
    seeds: 10,
  },
  {
    name: 'a redelivered event is recorded again',
    world: shopWorld,
    behind: database.withoutDedupe,
    oracles: ['no fact is recorded twice'],
    seeds: 10,
  },
  {
    name: 'a dead letter is not written',
    world: shopWorld,
    behind: database.withoutDeadLetters,
    oracles: ['an offset moves only after its transaction'],
    seeds: 5,
  },
  {
    name: 'the successor of a parked message is let through',
    world: shopWorld,
    behind: database.lettingSuccessorsThrough,
    oracles: ['the events of a key keep their order'],
    seeds: 10,
  },
  {
    name: 'the relay ignores where events came from',
    world: shopWorld,
    behind: database.withoutOrigin,
    oracles: ['what came from the queue is not published again'],
    seeds: 3,
  },
  {
    name: 'the checkpoint of a projection is written before its rows',
    world: shopWorld,
    behind: database.checkpointBeforeRows,
    oracles: ['read models equal a fold of the log'],
    seeds: 20,
  },
  {
    name: 'two leaders of a projection both advance it',
    world: shopWorld,
    behind: database.withoutCheckpointFence,
    oracles: ['read models equal a fold of the log'],
    seeds: 30,
    faults: { calls: { stall: 10 } },
  },
  {
    name: 'the stock is checked outside the lock',
    world: couponsByTheirEvents,
    behind: stockOutsideTheLock,
    oracles: ['a coupon is issued once, in the order of the queue, while stock lasts'],
    seeds: 30,
    faults: { calls: { delay: 200 } },
  },
  {
    name: 'an append ignores the version that it was decided on',
    world: libraryWorld,
    behind: database.withoutExpectedVersion,
    oracles: ['a book is lent to one member at a time'],
    seeds: 30,
  },
  {
    name: 'a repeated command is handled again',
    world: libraryWorld,
    behind: database.withoutCommandIds,
    oracles: ['a fee is charged once', 'an acknowledged command is in the log'],
    seeds: 30,
  },
  {
    name: 'an old program ignores the version of a message',
    world: tillWorld,
    behind: services.withoutSchemaVersions,
    oracles: ['everything drains', 'an offset moves only after its transaction'],
    seeds: 10,
  },
  {
    name: 'a replay settles letters that it does not record',
    world: tillWorld,
    behind: database.replayWithoutRecording,
    oracles: ['an acknowledged publish ends in the log'],
    seeds: 30,
  },
];

/** The coupons without the tables of the ledger, which the broken ledger does not write. */
function couponsByTheirEvents(options: { readonly behind: Behind }): World {
  const world = couponWorld(options);
  return {
    ...world,
    async open(stage) {
      const scene = await world.open(stage);
      const oracles = scene.oracles.filter(({ inspect }) => inspect === undefined);
      return { ...scene, oracles };
    },
  };
}

describe('finds', () => {
  for (const { name, world, behind, oracles, seeds, faults = {} } of mutants) {
    it(`that ${name}`, { timeout: 120_000 }, async () => {
      const { failure, seeds: tried } = await simulate(world({ behind: behind() }), {
        seeds,
        faults,
        shrinkRuns: 0,
        workMs: 10_000,
      });
      if (process.env['SHOW'] !== undefined)
        console.log(name, '|', failure?.oracle, '|', tried, '|', failure?.detail);
      expect(oracles).toContain(failure?.oracle);
    });
  }
});
