export {
  createCommandHandler,
  type CommandHandler,
  type CommandHandlerDependencies,
  type Handled,
  type HandleOptions,
} from './command-handler.js';
export { canonicalJson } from './canonical-json.js';
export { addDecimals, canonicalDecimal, compareDecimals } from './decimal.js';
export { fold, type Decider } from './decider.js';
export { upToDateModels, type DerivedModels, type RowStep } from './derived-models.js';
export {
  loadState,
  type LoadedState,
  type LoadStateDependencies,
  type StreamMoment,
} from './load-state.js';
export {
  projectEvent,
  projectionFailuresModel,
  skippedEvent,
  upToDateProjections,
} from './project-event.js';
export type { Projection } from './projection.js';
export { outdatedPlans } from './outdated-plans.js';
export { planRebuilds } from './plan-rebuilds.js';
export type {
  AccumulateRow,
  ColumnType,
  ColumnValue,
  InsertRow,
  MirrorRow,
  ReadModel,
  ReadModelWrite,
  Row,
  UpdateRow,
} from './read-model.js';
export * from './rows/index.js';
export { StateHash, type Digest } from './state-hash.js';
export { everyEvents, type SnapshotAge, type StateSnapshots } from './state-snapshots.js';
