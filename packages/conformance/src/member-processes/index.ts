import type { ConformanceSuite } from '../suite.js';
import { killedCases } from './killed.js';
import type { MemberProcessHarness } from './process-scene.js';
import { stoppedCases } from './stopped.js';

/** What EventBus promises about the ownership of partitions, with members in processes that are stopped and killed by signals. */
export const memberProcessSuite: ConformanceSuite<MemberProcessHarness> = {
  port: 'member-processes',
  cases: [...killedCases, ...stoppedCases],
};
