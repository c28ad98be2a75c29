export { createRuntime, type RuntimeOptions } from './create-runtime.js';
export type { RuntimeDependencies } from './runtime-dependencies.js';
export type { Runtime } from './runtime.js';
export { waitUntil } from './wait-until.js';
