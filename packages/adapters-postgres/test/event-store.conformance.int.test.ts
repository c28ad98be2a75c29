import { eventStoreSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(eventStoreSuite, { adapter: 'postgres', harness: postgresHarness });
