export {
  createCommandHandler,
  type CommandHandler,
  type CommandHandlerDependencies,
  type CommandResult,
  type HandleOptions,
} from './command-handler.js';
export { fold, type Decider } from './decider.js';
export {
  loadState,
  type LoadedState,
  type LoadStateDependencies,
  type StreamMoment,
} from './load-state.js';
export { snapshotEvery, type SnapshotAge, type StateSnapshots } from './state-snapshots.js';
