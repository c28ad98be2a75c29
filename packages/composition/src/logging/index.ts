export { coloursFor } from './colours.js';
export { joined, openLogs, type LogFileLogs, type Logs } from './open-logs.js';
export { withoutFields } from './tee-logger.js';
