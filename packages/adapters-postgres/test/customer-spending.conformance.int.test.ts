import { customerSpendingSuite } from '@foldmart/conformance/shop';
import { bindSuite } from '@foldmart/conformance/vitest';
import { postgresShopHarness } from './support/postgres-harness.js';

bindSuite(customerSpendingSuite, { adapter: 'postgres', harness: postgresShopHarness });
