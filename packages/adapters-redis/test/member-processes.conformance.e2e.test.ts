import { memberProcessSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memberProcessHarness } from './setting/redis-harness.js';

bindSuite(memberProcessSuite, {
  adapter: 'redis',
  harness: () => memberProcessHarness('redis-member.mjs'),
  concurrent: true,
});
