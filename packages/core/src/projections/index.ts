export { upcastDerivedModels, type DerivedModels, type RowStep } from './derived-models.js';
export {
  projectEvent,
  projectionFailuresModel,
  skippedEvent,
  withUpcasting,
} from './project-event.js';
export { projectionFailedError, type InlineFailure } from './projection-failed-error.js';
export type { Projection } from './projection.js';
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
export { outdatedPlans } from './rebuild/outdated-plans.js';
export { planRebuilds } from './rebuild/plan-rebuilds.js';
export { rebuildProjections } from './rebuild/rebuild-projections.js';
export type {
  RebuildDependencies,
  RebuildOptions,
  RebuildProgress,
  RebuildResult,
} from './rebuild/rebuild-run.js';
export { catchUpProjection, type CatchUpProjectionOptions } from './running/catch-up-projection.js';
export type { ProjectedStep, ProjectionDependencies } from './running/project-page.js';
export {
  runProjection,
  type ProjectionRunnerDependencies,
  type RunProjectionOptions,
} from './running/run-projection.js';
export type { DifferentColumn, RowDifference } from './verify/compare-rows.js';
export { StateHash, type Digest } from './verify/state-hash.js';
export {
  verifyReadModels,
  type Verification,
  type VerifiedModel,
  type VerifyDependencies,
  type VerifyOptions,
} from './verify/verify-read-models.js';
export * from './rows/index.js';
