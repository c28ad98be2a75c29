import { agingNeverStarves } from '@foldmart/conformance';
import { it } from 'vitest';
import { postgresHarness } from './support/postgres-harness.js';

it('the aging strategy never starves a row', async () => {
  await agingNeverStarves(postgresHarness, { numRuns: 15 });
});
