export { domainWorld, type DomainWorldOptions } from './worlds/domain-world.js';
export { runOnce } from './run/run-once.js';
