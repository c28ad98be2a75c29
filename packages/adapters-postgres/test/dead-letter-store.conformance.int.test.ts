import { deadLetterStoreSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(deadLetterStoreSuite, { adapter: 'postgres', harness: postgresHarness });
