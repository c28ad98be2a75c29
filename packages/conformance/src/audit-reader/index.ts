import type { EventStoreHarness } from '../harness.js';
import type { ConformanceSuite } from '../suite.js';
import { momentCases } from './moment.js';
import { seeingCases } from './seeing.js';
import { tableCases } from './tables.js';

/** The contract of AuditReader. */
export const auditReaderSuite: ConformanceSuite<EventStoreHarness> = {
  port: 'audit-reader',
  cases: [...seeingCases, ...momentCases, ...tableCases],
};
