import {
  compareUtf8,
  type LogPosition,
  type ProjectionFailure,
  type RebuildPlan,
  type RebuildState,
  type RebuildStep,
  type RebuildStore,
} from '@foldmart/core';
import type { DatabaseSession } from '../database/database-session.js';
import { timestampOf } from '../database/timestamp.js';
import type { Transaction } from '../database/transaction.js';
import { finishRebuild } from './finish-rebuild.js';
import { assertNotOutdated } from '../projection-store/open-projections.js';
import { prepareStep } from '../projection-store/prepare-step.js';
import { Rebuild } from './rebuild.js';
import { tablesFor } from './rebuild-tables.js';

const port = 'rebuild-store';

/** The rebuilds of a memory database. */
export class MemoryRebuildStore implements RebuildStore {
  readonly #session: DatabaseSession;
  readonly #swapTimeoutMs: number;

  constructor(session: DatabaseSession, swapTimeoutMs: number) {
    this.#session = session;
    this.#swapTimeoutMs = swapTimeoutMs;
  }

  begin(plan: RebuildPlan): Promise<RebuildState> {
    const { clock, projectionStates, rebuilds } = this.#session.database;
    return this.#change('begin', plan.id, (transaction) => {
      for (const each of plan.projections) assertNotOutdated(each, projectionStates, port, 'begin');
      const known = rebuilds.get(plan.id);
      if (known?.isOf(plan) === true) {
        transaction.onCommit(() => known.resume());
        return { ...known.state, parked: undefined };
      }
      const rebuild = new Rebuild(plan, timestampOf(clock));
      transaction.onCommit(() => {
        for (const [id, other] of rebuilds) if (other.overlaps(rebuild)) rebuilds.delete(id);
        rebuilds.set(plan.id, rebuild);
      });
      return rebuild.state;
    });
  }

  advance({ plan, from, to, events, writes }: RebuildStep): Promise<boolean> {
    const { database } = this.#session;
    return this.#change('advance', plan.id, (transaction) => {
      const rebuild = this.#find(plan, from);
      if (rebuild === undefined || rebuild.state.parked !== undefined) return false;
      const tables = tablesFor(rebuild, database, 'advance');
      const prepared = prepareStep(port, plan.id, writes, tables);
      transaction.onCommit(() => prepared.make());
      const movedAt = timestampOf(database.clock);
      transaction.onCommit(() => rebuild.moveTo(to, events, movedAt));
      return true;
    });
  }

  finish(
    plan: RebuildPlan,
    from: LogPosition | undefined,
  ): Promise<'done' | 'behind' | 'overtaken'> {
    return this.#change('finish', plan.id, (transaction) => {
      const rebuild = this.#find(plan, from);
      if (rebuild === undefined || rebuild.state.parked !== undefined) return 'overtaken';
      const { database } = this.#session;
      return finishRebuild(database, transaction, {
        plan,
        rebuild,
        timeoutMs: this.#swapTimeoutMs,
      });
    });
  }

  park(
    plan: RebuildPlan,
    from: LogPosition | undefined,
    failure: ProjectionFailure,
  ): Promise<boolean> {
    const { clock } = this.#session.database;
    return this.#change('park', plan.id, (transaction) => {
      const rebuild = this.#find(plan, from);
      if (rebuild === undefined) return false;
      const parkedAt = timestampOf(clock);
      transaction.onCommit(() => rebuild.park(failure, parkedAt));
      return true;
    });
  }

  discard(id: string): Promise<boolean> {
    const { rebuilds } = this.#session.database;
    return this.#change('discard', id, (transaction) => {
      transaction.onCommit(() => rebuilds.delete(id));
      return rebuilds.has(id);
    });
  }

  list(): Promise<readonly RebuildState[]> {
    const { rebuilds } = this.#session.database;
    return this.#session.read(port, 'list', () =>
      [...rebuilds.values()]
        .map(({ state }) => state)
        .sort((one, other) => compareUtf8(one.id, other.id)),
    );
  }

  /** The rebuild of exactly this plan, if it is at `from`. */
  #find(plan: RebuildPlan, from: LogPosition | undefined): Rebuild | undefined {
    const rebuild = this.#session.database.rebuilds.get(plan.id);
    return rebuild?.isOf(plan) === true && rebuild.state.position === from ? rebuild : undefined;
  }

  /** Runs `work` after every transaction that changed the rebuild has committed or rolled back. */
  #change<Result>(
    operation: string,
    id: string,
    work: (transaction: Transaction) => Result | Promise<Result>,
  ): Promise<Result> {
    const { claims } = this.#session.database;
    return this.#session.transact(port, operation, async (transaction) => {
      await claims.claim(transaction, { names: [`rebuild ${id}`] });
      return work(transaction);
    });
  }
}
