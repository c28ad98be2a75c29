export { upcastDerivedModels, type DerivedModels, type RowStep } from './derived-models.js';
export { defineProjection } from './define/define-projection.js';
export type {
  EventSource,
  ProjectedEvent,
  ProjectionByType,
  ProjectionOfTypes,
} from './define/define-projection.js';
export { defineReadModel, type TypedReadModel } from './define/define-read-model.js';
export type {
  AmountsOf,
  ChangesOf,
  ColumnOf,
  KeyColumnOf,
  KeyOf,
  MirroredColumn,
  NewRowOf,
  RowOf,
} from './define/row-types.js';
export {
  accumulateRow,
  deleteRow,
  insertRow,
  mirrorRow,
  updateRow,
  type AccumulateIn,
  type DeleteFrom,
  type InsertInto,
  type MirrorInto,
  type UpdateIn,
  type WriteTo,
} from './define/row-writes.js';
export { assertHasIndex, planFind } from './find/plan-find.js';
export type { ColumnCondition, FindPlan, OrderColumn, RangeBound } from './find/plan-find.js';
export type { AnyRowQuery, RowQuery, ValueRange } from './find/row-query.js';
export * from './provenance/index.js';
export { projectEvent, withUpcasting } from './project-event.js';
export { projectionFailuresModel, skippedEvent } from './projection-failures.js';
export { projectionFailedError, type InlineFailure } from './projection-failed-error.js';
export type { Projection } from './projection.js';
export type {
  AccumulateRow,
  ColumnType,
  ColumnTypes,
  ColumnValue,
  DeleteRow,
  InsertRow,
  MirrorRow,
  ReadModel,
  ReadModelWrite,
  Row,
  UpdateRow,
} from './read-model.js';
export { outdatedPlans } from './rebuild/outdated-plans.js';
export { planRebuilds } from './rebuild/plan-rebuilds.js';
export { rebuildLock, rebuildProjections } from './rebuild/rebuild-projections.js';
export type {
  RebuildDependencies,
  RebuildOptions,
  RebuildProgress,
  RebuildResult,
} from './rebuild/rebuild-run.js';
export { catchUpProjection, type CatchUpProjectionOptions } from './running/catch-up-projection.js';
export {
  waitForProjections,
  type WaitForProjectionsOptions,
} from './running/wait-for-projections.js';
export type { ProjectedStep, ProjectionDependencies } from './running/project-page.js';
export {
  projectionLock,
  runProjection,
  type ProjectionRunnerDependencies,
  type RunProjectionOptions,
} from './running/run-projection.js';
export { assertProjection, assertProjections } from './validate/validate-projections.js';
export { assertWriteFits } from './validate/validate-write.js';
export { assertReadModel } from './validate/validate-read-model.js';
export type { DifferentColumn, RowDifference } from './verify/compare-rows.js';
export { fingerprintOf, type Fingerprint } from './verify/fingerprint.js';
export { FingerprintTable } from './verify/fingerprint-table.js';
export { StateHash, type Digest } from './verify/state-hash.js';
export {
  verifyReadModels,
  type Verification,
  type VerifiedModel,
  type VerifyDependencies,
  type VerifyOptions,
} from './verify/verify-read-models.js';
export * from './rows/index.js';
