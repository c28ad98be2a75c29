import { repositorySuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(repositorySuite, { adapter: 'postgres', harness: postgresHarness });
