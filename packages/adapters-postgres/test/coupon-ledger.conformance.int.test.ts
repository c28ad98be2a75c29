import { couponLedgerSuite } from '@foldmart/conformance';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresHarness } from './support/postgres-harness.js';

bindSuite(couponLedgerSuite, { adapter: 'postgres', harness: postgresHarness });
