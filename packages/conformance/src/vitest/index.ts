export { bindSuite, type BindingOptions } from './bind-suite.js';
export { coverageFaults, type Coverage, type CoveredSuite } from './coverage.js';
export {
  currentRun,
  readReports,
  workspaceRoot,
  type BindingReport,
  type RecordedReport,
} from './report.js';
