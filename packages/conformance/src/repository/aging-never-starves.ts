import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  agingBound,
  defaultCacheSelection,
  refreshCache,
  type AgingSelection,
  type CachedEntity,
  type CachedEntityKind,
  type EntityCache,
  type IngestItem,
} from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { reader, readerKind, title, titleKind } from '../sample-domain/index.js';
import { CachedLibrary } from './cached-library.js';

/** The effort of the search for a row that starves. */
export interface AgingOptions {
  /** The number of histories, each on a harness of its own. */
  readonly numRuns: number;
  /** The seed of an earlier run, to repeat its result. */
  readonly seed?: number;
}

/** One refresh: rows that arrive before it, and rows that arrive between its selection and its marking. */
interface Turn {
  readonly before: number;
  readonly meanwhile: number;
}

interface History {
  readonly kind: 'readers' | 'titles';
  readonly batchSize: number;
  readonly newDataRatio: number;
  readonly turns: readonly Turn[];
}

const histories: fc.Arbitrary<History> = fc.record({
  kind: fc.constantFrom('readers', 'titles'),
  batchSize: fc.integer({ min: 2, max: 8 }),
  newDataRatio: fc.constantFrom(0, 0.1, 0.25, 0.5, 0.75, 1),
  turns: fc.array(
    fc.record({
      before: fc.integer({ min: 0, max: 9 }),
      meanwhile: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 24 },
  ),
});

/**
 * The property that the aging strategy caches every row within `agingBound` refreshes of its arrival and of each time
 * it was cached, whatever rows arrive meanwhile. Rejects with the history that breaks it.
 */
export async function agingNeverStarves(
  makeHarness: () => Promise<EventStoreHarness>,
  { numRuns, seed }: AgingOptions,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const harness = await makeHarness();
      try {
        await live(harness, history);
      } finally {
        await harness.dispose();
      }
    }),
    { numRuns, endOnFailure: true, ...(seed === undefined ? {} : { seed }) },
  );
}

async function live(harness: EventStoreHarness, history: History): Promise<void> {
  const { batchSize, newDataRatio } = history;
  const kind = history.kind === 'readers' ? readerKind : titleKind;
  const selection: AgingSelection = { ...defaultCacheSelection, batchSize, newDataRatio };
  const library = await CachedLibrary.open(harness);
  const rows = new Waiting(selection);
  const arrive = async (count: number): Promise<void> => {
    const ids = Array.from({ length: count }, () => rows.add());
    if (count > 0) await library.takeIn(...ids.map((id) => rowOf(kind, id)));
  };
  for (const turn of history.turns) {
    await arrive(turn.before);
    const cache = recordingCache(kind.name, async (entities) => {
      rows.turn(entities.map(({ id }) => id));
      await arrive(turn.meanwhile);
    });
    const dependencies = { cache, repository: library.repository, clock: harness.clock };
    const { kinds } = await refreshCache(dependencies, [{ kind, selection }]);
    if (kinds[kind.name]?.outcome === 'empty') assert.equal(rows.size, 0);
    rows.assertNoneStarves();
  }
}

function rowOf(kind: CachedEntityKind, id: string): IngestItem {
  return kind === readerKind ? reader(id) : title(id);
}

/** The refresh since which each row has waited, and the number of rows at that time. */
class Waiting {
  readonly #since = new Map<string, { readonly turn: number; readonly rows: number }>();
  readonly #selection: AgingSelection;
  #turns = 0;

  constructor(selection: AgingSelection) {
    this.#selection = selection;
  }

  get size(): number {
    return this.#since.size;
  }

  add(): string {
    const id = `row_${String(this.size + 1)}`;
    this.#since.set(id, { turn: this.#turns, rows: this.size + 1 });
    return id;
  }

  turn(cached: readonly string[]): void {
    this.#turns += 1;
    const rows = this.size;
    assert.equal(
      cached.length,
      Math.min(rows, this.#selection.batchSize),
      'a full batch is cached',
    );
    for (const id of cached) this.#since.set(id, { turn: this.#turns, rows });
  }

  assertNoneStarves(): void {
    for (const [id, { turn, rows }] of this.#since) {
      const waited = this.#turns - turn;
      const bound = agingBound(rows, this.#selection);
      assert.ok(bound <= rows, 'each refresh selects at least one row of either side');
      assert.ok(
        waited < bound,
        `${id} has waited for ${String(waited)} refreshes, and should have been cached by the ${String(bound)}th`,
      );
    }
  }
}

/** A cache that accepts every replacement of one kind and reports it. */
function recordingCache(
  kind: string,
  onReplace: (entities: readonly CachedEntity[]) => Promise<void>,
): EntityCache {
  return {
    beginRefresh: async () => '1',
    async replaceAll(replaced, entities) {
      if (replaced === kind) await onReplace(entities);
      return 'replaced';
    },
    remove: async () => undefined,
    sample: async () => [],
    get: async () => undefined,
    size: async () => 0,
    stats: async () => ({ hits: 0, misses: 0, hitRate: null, memoryBytes: null }),
    isConnected: async () => true,
    close: async () => undefined,
  };
}
