export type { Behind, Services } from './services/services.js';
export { defaultFaults, noFaults, type FaultChoices, type FaultPlan } from './faults/fault-plan.js';
export type { CallFaults, SystemFaults } from './faults/fault-plan.js';
export type { FaultCoverage } from './faults/coverage.js';
export { eventually, invariant, type Invariant, type SystemView } from './oracles/invariant.js';
export type { Oracle, Verdict } from './oracles/oracle.js';
export type { Connection, DatabaseContent } from './processes/connection.js';
export type { ProcessContext, ProcessSpec, Running } from './processes/process-spec.js';
export { describeFailure, formatReport } from './run/format-report.js';
export type { RunFailure, RunResult } from './run/run-result.js';
export type { ExplorationBounds, Explored } from './run/explore.js';
export { replay } from './run/replay.js';
export { simulate } from './run/simulate.js';
export {
  strategies,
  type FoundFailure,
  type SimulateOptions,
  type SimulationReport,
  type Strategy,
} from './run/simulate-options.js';
export {
  simulateWorlds,
  type SimulateAnswer,
  type SimulateRequest,
} from './command/simulate-worlds.js';
export type { ObservedCall } from './running/kernel.js';
export type { Choose } from './tape/choose.js';
export { tapeLength, type Tape } from './tape/tape.js';
export { readTape, writeTape, type KeptTape } from './tape/tape-text.js';
export { formatTrace, type TraceFormat } from './trace/format-trace.js';
export type { TraceEntry, TraceKind } from './trace/run-log.js';
export type { ChooseCommand, SimulatedCommand } from './worlds/commands/command-client.js';
export { domainWorld, type DomainWorldOptions, type ProgramConfig } from './worlds/domain-world.js';
export type { ChooseFact } from './worlds/facts/fact-producer.js';
export type { Program } from './worlds/versions/programs.js';
export { isWorld, type Scene, type Stage, type World } from './worlds/world.js';
