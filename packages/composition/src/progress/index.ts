export { restartIfStalled, type WatchedRun } from './restart-if-stalled.js';
export { stalledError } from './stalled-error.js';
export { watchCalls, watchStep } from './watch-calls.js';
export { Watchdog, type WatchedWork } from './watchdog.js';
export type { StalledWork, WorkWatch } from './work-watch.js';
