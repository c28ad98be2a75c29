import type { Database, StoreModule } from '@foldmart/core';
import { wrapModule } from '../decorating/index.js';
import type { ServiceWatch } from './service-watch.js';
import { watchPort } from './watch-port.js';

/** The same database. The outcome of every call to its ports, and to those of its modules, is noted by the watch. */
export function watchDatabase(database: Database, watch: ServiceWatch): Database {
  return {
    events: watchPort(database.events, watch),
    deadLetters: watchPort(database.deadLetters, watch),
    readModels: watchPort(database.readModels, watch),
    projections: watchPort(database.projections, watch),
    rebuilds: watchPort(database.rebuilds, watch),
    locks: watchPort(database.locks, watch),
    repository: watchPort(database.repository, watch),
    snapshots: watchPort(database.snapshots, watch),
    checkpoints: watchPort(database.checkpoints, watch),
    audit: watchPort(database.audit, watch),
    module: <Ports>(module: StoreModule<Ports>): Ports =>
      wrapModule(database.module(module), (port) => watchPort(port, watch)),
    close: () => database.close(),
  };
}
