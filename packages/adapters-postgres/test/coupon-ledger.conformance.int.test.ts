import { couponLedgerSuite } from '@foldmart/conformance/shop';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresShopHarness } from './support/postgres-harness.js';

bindSuite(couponLedgerSuite, { adapter: 'postgres', harness: postgresShopHarness });
