import { memberProcessSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { memberProcessHarness } from './support/bus-harness.js';

bindSuite(memberProcessSuite, {
  adapter: 'kafka',
  harness: memberProcessHarness,
  concurrent: true,
});
