export { domainWorld, type DomainWorldOptions } from './worlds/domain-world.js';
export { runOnce } from './run/run-once.js';
export { RandomSource } from './tape/random-source.js';
export { faultPlan } from './faults/fault-plan.js';
export { defaultRun } from './run/run-options.js';
export { swarmed } from './faults/swarm.js';
export { noFaults } from './faults/fault-plan.js';
export { TapeSource } from './tape/tape-source.js';
