export { busSink } from './bus-sink.js';
export {
  runScenario,
  type ScenarioProgress,
  type ScenarioReport,
  type ScenarioRequest,
} from './run-scenario.js';
export type { ScenarioSink } from './scenario-sink.js';
