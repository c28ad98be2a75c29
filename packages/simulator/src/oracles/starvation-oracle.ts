import {
  agingBound,
  type AgingSelection,
  type CachedEntityKind,
  type KindSelection,
} from '@foldmart/core';
import type { ObservedCall } from '../running/kernel.js';
import type { Services } from '../services/services.js';
import type { Oracle, Verdict } from './oracle.js';

/**
 * Under aging, every row is cached within {@link agingBound} refreshes of its arrival and of each time it was cached. Counts refreshes that
 * began after the one before was marked: of two that overlap, the second may select what the first one does. A refresh that was not
 * marked counts as none, because its rows are selected again. Stratified selection has no such bound.
 */
export function starvationOracle(
  { database }: Pick<Services, 'database'>,
  selections: readonly KindSelection[],
): Oracle {
  const queues = new Map(
    selections.flatMap(({ kind, selection }) => {
      if (selection.strategy !== 'aging') return [];
      return [[kind.name, new AgingQueue(database, kind, selection)] as const];
    }),
  );
  let wrong: Verdict;
  return {
    name: 'no cached row starves',
    observe({ port, operation, args, process }: ObservedCall) {
      if (port === 'entity-cache' && operation === 'beginRefresh') {
        queues.get(String(args[0]))?.begins(process);
      } else if (port === 'repository' && operation === 'markCached') {
        const [{ name }, ids] = args as [CachedEntityKind, readonly string[]];
        wrong ??= queues.get(name)?.marks(process, ids);
      }
    },
    check: () => wrong,
  };
}

interface Waiting {
  /** The number of refreshes and of rows when it began to wait. */
  readonly turn: number;
  readonly rows: number;
}

/** The rows of one kind, and since when each of them waits. */
class AgingQueue {
  readonly #database: Services['database'];
  readonly #kind: CachedEntityKind;
  readonly #selection: AgingSelection;
  readonly #waiting = new Map<string, Waiting>();
  /** The turn at which the last refresh of each process began. */
  readonly #begun = new Map<string, number>();
  #turns = 0;

  constructor(database: Services['database'], kind: CachedEntityKind, selection: AgingSelection) {
    this.#database = database;
    this.#kind = kind;
    this.#selection = selection;
  }

  begins(process: string): void {
    this.#begun.set(process, this.#turns);
    this.#admit();
  }

  marks(process: string, ids: readonly string[]): Verdict {
    if (this.#begun.get(process) === this.#turns) this.#turns += 1;
    this.#admit();
    const rows = this.#waiting.size;
    for (const id of ids) this.#waiting.set(id, { turn: this.#turns, rows });
    return this.#longest();
  }

  /** Rows that have arrived begin to wait. */
  #admit(): void {
    const { model } = this.#kind;
    const [key = ''] = model.key;
    const rows = [...(this.#database.tables.find(model.name)?.rows() ?? [])];
    for (const [, row] of rows) {
      const id = String(row[key]);
      if (!this.#waiting.has(id)) this.#waiting.set(id, { turn: this.#turns, rows: rows.length });
    }
  }

  #longest(): Verdict {
    for (const [id, { turn, rows }] of this.#waiting) {
      const [waited, bound] = [this.#turns - turn, agingBound(rows, this.#selection)];
      if (waited < bound) continue;
      return `${id} of ${this.#kind.name} has waited for ${String(waited)} refreshes, of at most ${String(bound)}`;
    }
    return undefined;
  }
}
