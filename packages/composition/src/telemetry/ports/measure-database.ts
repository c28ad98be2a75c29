import type { Database, StoreModule } from '@foldmart/core';
import { wrapModule } from '../../decorating/index.js';
import type { Measuring } from '../measuring.js';
import { countEvents } from './count-events.js';
import { measureLocks } from './measure-locks.js';
import { measurePort, type MeasuredPort } from './measure-port.js';

/** How a database is named in spans. */
export type NamedDatabase = Pick<MeasuredPort, 'system' | 'namespace'>;

/** The operations of the ports that write in a transaction. */
const operations = {
  events: { append: 'append', ingest: 'ingest', replay: 'replay' },
  projections: { advance: 'advance' },
  rebuilds: { advance: 'rebuild', finish: 'finish-rebuild' },
  checkpoints: { move: 'move-checkpoint' },
  deadLetters: { park: 'park', settle: 'settle-letters' },
  repository: { candidates: 'select-for-cache', markCached: 'mark-cached' },
  none: {},
} as const;

/** The same database. Its transactions are measured, and within a trace all its calls have spans. */
export function measureDatabase(
  database: Database,
  measuring: Measuring,
  named: NamedDatabase,
): Database {
  const { meter } = measuring.telemetry;
  const measured = <Port extends object>(
    port: Port,
    own: Readonly<Record<string, string>> = operations.none,
    more: Partial<MeasuredPort> = {},
  ): Port => measurePort(port, measuring, { ...named, operations: own, ...more });
  return {
    events: measured(database.events, operations.events, countEvents(meter)),
    deadLetters: measured(database.deadLetters, operations.deadLetters),
    readModels: measured(database.readModels),
    projections: measured(database.projections, operations.projections),
    rebuilds: measured(database.rebuilds, operations.rebuilds),
    locks: measureLocks(database.locks, meter),
    repository: measured(database.repository, operations.repository),
    snapshots: measured(database.snapshots),
    checkpoints: measured(database.checkpoints, operations.checkpoints),
    audit: measured(database.audit),
    module: <Ports>(module: StoreModule<Ports>): Ports =>
      wrapModule(database.module(module), (port) =>
        measured(port, operations.none, { nameOthers: (method) => `${module.name}.${method}` }),
      ),
    close: () => database.close(),
  };
}
