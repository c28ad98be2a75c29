export type { Check } from './check.js';
export { describeDrift } from './check-queue.js';
export { describeGap } from './check-positions.js';
export { examine } from './examine.js';
