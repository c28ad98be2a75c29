import { checkpointStoreSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(checkpointStoreSuite, { adapter: 'postgres', harness: postgresHarness });
