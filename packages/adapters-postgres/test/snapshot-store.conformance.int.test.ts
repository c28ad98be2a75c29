import { snapshotStoreSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(snapshotStoreSuite, { adapter: 'postgres', harness: postgresHarness });
