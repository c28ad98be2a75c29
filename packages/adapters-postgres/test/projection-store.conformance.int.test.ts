import { projectionStoreSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(projectionStoreSuite, { adapter: 'postgres', harness: postgresHarness });
