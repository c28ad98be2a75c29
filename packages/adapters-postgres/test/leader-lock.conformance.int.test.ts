import { leaderLockSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(leaderLockSuite, { adapter: 'postgres', harness: postgresHarness });
