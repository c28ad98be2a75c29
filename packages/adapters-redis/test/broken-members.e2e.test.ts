import { AssertionError } from 'node:assert/strict';
import { memberProcessSuite } from '@foldmart/conformance';
import { expect, it } from 'vitest';
import { memberProcessHarness } from './setting/redis-harness.js';

const [killed, stoppedLong, stoppedBriefly] = memberProcessSuite.cases;

it.concurrent.each([
  { what: 'commits batches before they are handled', fault: 'early', found: killed },
  { what: 'commits though it has lost the partition', fault: 'unfenced', found: stoppedLong },
  { what: 'has a shorter session than it is told to', fault: 'hasty', found: stoppedBriefly },
])('a process that $what is noticed', { timeout: 90_000 }, async ({ fault, found }) => {
  const harness = await memberProcessHarness('broken-redis-member.mjs', { MEMBER_FAULT: fault });
  try {
    await expect(found?.run(harness)).rejects.toBeInstanceOf(AssertionError);
  } finally {
    await harness.dispose();
  }
});
