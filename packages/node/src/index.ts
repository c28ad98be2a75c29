export { sha256 } from './sha256.js';
export { systemClock } from './system-clock.js';
export { systemIds, systemRandom } from './system-random.js';
