import { agingNeverStarves, realClock } from '@foldmart/conformance';
import { it } from 'vitest';
import { memoryStoreHarness } from './support/store-harness.js';

it('the aging strategy never starves a row', async () => {
  await agingNeverStarves(() => memoryStoreHarness(realClock), { numRuns: 200 });
});
