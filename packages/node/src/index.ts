export { sha256 } from './sha256.js';
export { systemClock } from './system-clock.js';
export { systemIds } from './system-ids.js';
export { systemRandom } from './system-random.js';
