export type { Check } from './check.js';
export { describeStalled } from './check-progress.js';
export { describeDrift } from './check-queue.js';
export { describeGap } from './check-positions.js';
export { examine } from './examine.js';
