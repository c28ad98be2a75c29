import { auditReaderSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(auditReaderSuite, { adapter: 'postgres', harness: postgresHarness });
