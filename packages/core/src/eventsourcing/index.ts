export {
  createCommandHandler,
  type CommandHandler,
  type CommandHandlerDependencies,
  type Handled,
  type HandleOptions,
} from './command-handler.js';
export { addDecimals, canonicalDecimal, compareDecimals } from './decimal.js';
export { fold, type Decider } from './decider.js';
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
