export {
  keepGradesUpToDate,
  updateGradesOnce,
  type KeepGradesRequest,
} from './keep-grades-up-to-date.js';
export { drainOutbox, hasSharedQueue } from './publish-grades.js';
