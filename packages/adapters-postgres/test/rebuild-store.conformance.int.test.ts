import { rebuildStoreSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(rebuildStoreSuite, { adapter: 'postgres', harness: postgresHarness });
