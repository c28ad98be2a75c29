export type { ShopDatabase } from './database.js';
export type { RuntimeDependencies } from './surroundings.js';
export { createSystem, type System } from './system.js';
export { systemClock } from './system-clock.js';
export { systemIds, systemRandom } from './system-random.js';
