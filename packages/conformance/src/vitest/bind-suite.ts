import { afterAll, describe, it } from 'vitest';
import type { Harness } from '../harness.js';
import type { ConformanceCase, ConformanceSuite } from '../suite.js';
import { writeReport } from './report.js';

/** How an adapter takes part in a suite. */
export interface BindingOptions<CaseHarness extends Harness> {
  /** The adapter's name, `memory` or `kafka`: with the port it names the report. */
  readonly adapter: string;
  /** Makes the harness of one case; it is disposed when the case ends, however it ends. */
  readonly harness: () => Promise<CaseHarness>;
  /** Runs the cases side by side, for adapters whose cases mostly wait. Default false. */
  readonly concurrent?: boolean;
  /** Where the report goes, relative to the workspace root. Default `reports/conformance`. */
  readonly reportsDirectory?: string;
}

const defaultTimeoutMs = 60_000;

/** Makes every case of `suite` a vitest test, and keeps a report of those that ran and passed. */
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

/** A case that hangs still gives its harness back once the runner's time-out has ended it. */
function rejectionOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('The case was ended by its time-out.'));
    });
  });
}
