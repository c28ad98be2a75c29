import type {
  LogPosition,
  ProjectionFailure,
  RebuildPlan,
  RebuildState,
  RebuildStep,
  RebuildStore,
} from '@foldmart/core';
import type { Operation } from '../connection/port-failure.js';
import type { Session } from '../connection/session.js';
import { prepare } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';
import { parkedAssignments, parkedValues, unparked } from '../projection-store/parked-columns.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import { finishRebuild, type RebuildPools } from './finish-rebuild.js';
import {
  decodeRebuild,
  fingerprintOf,
  modelsOf,
  rebuildColumns,
  versionsOf,
} from './rebuild-row.js';
import { createShadows, dropTables, shadowedTables, type ShadowedTable } from './shadow-tables.js';
import { ShadowWriter } from './shadow-writes.js';
import { assertNoneNewer } from './stored-versions.js';

/** The rebuild is at the expected position, and started by the same plan. */
const isAt = 'id = $1 AND fingerprint = $2 AND position IS NOT DISTINCT FROM $3';

/** Shadows in tables beside those of the read models, with their progress in the table `projection_rebuilds`. */
export class PostgresRebuildStore implements RebuildStore {
  readonly #pools: RebuildPools;
  readonly #tables: DatabaseTables;
  readonly #catalog: ModelCatalog;
  readonly #writer = new ShadowWriter();

  constructor(pools: RebuildPools, tables: DatabaseTables, catalog: ModelCatalog) {
    this.#pools = pools;
    this.#tables = tables;
    this.#catalog = catalog;
  }

  async begin(plan: RebuildPlan): Promise<RebuildState> {
    const shadowed = this.#shadowed(plan);
    return this.#pools.pool.transaction(operationOf('begin'), async (session) => {
      await this.#queue(session);
      await assertNoneNewer(session, this.#tables, plan);
      await this.#discardOthers(session, plan, shadowed);
      return (await this.#goOn(session, plan)) ?? this.#start(session, plan, shadowed);
    });
  }

  async advance({ plan, from, to, events, writes }: RebuildStep): Promise<boolean> {
    const operation = operationOf('advance');
    const catalog = this.#catalog.withShadows(modelsOf(plan));
    return this.#pools.pool.transaction(operation, async (session) => {
      const { rowCount } = await session.run({
        ...prepare(`
          UPDATE ${this.#tables.rebuilds}
          SET position = $4, events = events + $5, moved_at = clock_timestamp()
          WHERE ${isAt} AND parked_at IS NULL`),
        values: [plan.id, fingerprintOf(plan), from ?? null, to, events],
      });
      if (rowCount === 0) return false;
      await this.#writer.write(session, operation, writes, catalog);
      return true;
    });
  }

  finish(
    plan: RebuildPlan,
    from: LogPosition | undefined,
  ): Promise<'done' | 'behind' | 'overtaken'> {
    const catalog = this.#catalog.withShadows(modelsOf(plan));
    const shadowed = this.#shadowed(plan);
    return finishRebuild(this.#pools, { tables: this.#tables, plan, from, shadowed, catalog });
  }

  async park(
    plan: RebuildPlan,
    from: LogPosition | undefined,
    failure: ProjectionFailure,
  ): Promise<boolean> {
    const { rowCount } = await this.#pools.pool.run(operationOf('park'), {
      ...prepare(`UPDATE ${this.#tables.rebuilds} SET ${parkedAssignments(4)} WHERE ${isAt}`),
      values: [plan.id, fingerprintOf(plan), from ?? null, ...parkedValues(failure)],
    });
    return rowCount > 0;
  }

  async discard(id: string): Promise<boolean> {
    return this.#pools.pool.transaction(operationOf('discard'), async (session) => {
      await this.#queue(session);
      return this.#discardWhere(session, 'id = $1', [id]);
    });
  }

  async list(): Promise<readonly RebuildState[]> {
    const { rows } = await this.#pools.pool.run(
      operationOf('list'),
      prepare(`SELECT ${rebuildColumns} FROM ${this.#tables.rebuilds} ORDER BY id`),
    );
    return rows.map(decodeRebuild);
  }

  #shadowed(plan: RebuildPlan): readonly ShadowedTable[] {
    const models = modelsOf(plan);
    return shadowedTables(models, this.#catalog, this.#catalog.withShadows(models));
  }

  /** Serializes the start and discard of rebuilds. */
  async #queue(session: Session): Promise<void> {
    await session.run({
      text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 13))',
      values: [`foldmart:rebuilds:${this.#tables.schema}`],
    });
  }

  /** Discards rebuilds that the plan cannot resume: its own for other versions, and others that share its models. */
  async #discardOthers(
    session: Session,
    plan: RebuildPlan,
    shadowed: readonly ShadowedTable[],
  ): Promise<void> {
    await this.#discardWhere(
      session,
      '(id = $1 AND fingerprint <> $2) OR (id <> $1 AND shadows && $3::text[])',
      [plan.id, fingerprintOf(plan), shadowNames(shadowed)],
    );
  }

  async #discardWhere(
    session: Session,
    where: string,
    values: readonly (string | Buffer)[],
  ): Promise<boolean> {
    const { rows } = await session.run({
      text: `
        WITH gone AS (DELETE FROM ${this.#tables.rebuilds} WHERE ${where} RETURNING shadows)
        SELECT shadow FROM gone LEFT JOIN LATERAL unnest(shadows) AS shadow ON true`,
      values,
    });
    const names = rows.flatMap(([name]) => (typeof name === 'string' ? [name] : []));
    await dropTables(session, names);
    return rows.length > 0;
  }

  async #goOn(session: Session, plan: RebuildPlan): Promise<RebuildState | undefined> {
    const { rows } = await session.run({
      text: `UPDATE ${this.#tables.rebuilds} SET ${unparked} WHERE id = $1 RETURNING ${rebuildColumns}`,
      values: [plan.id],
    });
    return rows.map(decodeRebuild)[0];
  }

  async #start(
    session: Session,
    plan: RebuildPlan,
    shadowed: readonly ShadowedTable[],
  ): Promise<RebuildState> {
    await createShadows(session, shadowed);
    const { rows } = await session.run({
      text: `
        INSERT INTO ${this.#tables.rebuilds} (id, fingerprint, versions, shadows)
        VALUES ($1, $2, $3, $4) RETURNING ${rebuildColumns}`,
      values: [
        plan.id,
        fingerprintOf(plan),
        JSON.stringify(versionsOf(plan)),
        shadowNames(shadowed),
      ],
    });
    return decodeRebuild(rows[0] ?? []);
  }
}

function operationOf(operation: string): Operation {
  return { port: 'rebuild-store', operation };
}

/** Qualified and quoted, as they are dropped. */
function shadowNames(shadowed: readonly ShadowedTable[]): Buffer {
  return textArray(shadowed.map(({ shadow }) => shadow.name));
}
