import { afterAll, describe, it } from 'vitest';
import type { Harness } from '../harness.js';
import type { ConformanceCase, ConformanceSuite } from '../suite.js';
import { writeReport } from './report.js';

export interface BindingOptions<CaseHarness extends Harness> {
  /** The adapter's name, such as `memory` or `kafka`. Report files are named `<adapter>-<port>`. */
  readonly adapter: string;
  /** Creates the harness of one case. It is disposed when the case ends, even if it fails. */
  readonly harness: () => Promise<CaseHarness>;
  /** Runs the cases concurrently, for adapters whose cases mostly wait. Default false. */
  readonly concurrent?: boolean;
  /** The directory of reports, relative to the workspace root. Default `reports/conformance`. */
  readonly reportsDirectory?: string;
}

const defaultTimeoutMs = 60_000;

/**
 * Runs every case of `suite` as a vitest test, and writes a report of the cases that passed.
 *
 * @example
 * ```ts
 * bindSuite(eventBusSuite, { adapter: 'my-queue', harness: openMyQueueHarness });
 * ```
 */
export function bindSuite<CaseHarness extends Harness>(
  suite: ConformanceSuite<CaseHarness>,
  options: BindingOptions<CaseHarness>,
): void {
  const { adapter, harness, concurrent = false, reportsDirectory } = options;
  const passed = new Set<string>();
  describe(`${adapter}: ${suite.port}`, { concurrent }, () => {
    for (const conformanceCase of suite.cases) {
      const { name, timeoutMs = defaultTimeoutMs } = conformanceCase;
      it(name, { timeout: timeoutMs }, async ({ signal }) => {
        await runCase(conformanceCase, harness, signal);
        passed.add(name);
      });
    }
    afterAll(() => {
      writeReport({ adapter, port: suite.port, passed: [...passed].sort() }, reportsDirectory);
    });
  });
}

async function runCase<CaseHarness extends Harness>(
  conformanceCase: ConformanceCase<CaseHarness>,
  makeHarness: () => Promise<CaseHarness>,
  signal: AbortSignal,
): Promise<void> {
  const harness = await makeHarness();
  try {
    await Promise.race([conformanceCase.run(harness), rejectionOn(signal)]);
  } finally {
    await harness.dispose();
  }
}

/** Disposes the harness of a case that hangs, once the runner's time limit has ended the case. */
function rejectionOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('The case exceeded its time limit.'));
    });
  });
}
