import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The report of one run. */
export interface Measured {
  readonly messages: number;
  /** From the first message that was received to the last one that was persisted and committed. */
  readonly seconds: number;
  readonly peakMemoryBytes: number;
  /** What the process used, from its start to its end. */
  readonly cpuSeconds: number;
}

const longestRunMs = 300_000;

/**
 * Runs a contender, a module that calls {@link contend}, in a separate process, and resolves with
 * its report, which has what its work resolved with. Rejects if the process ends without a report.
 */
export function runContender<More extends object = object>(
  module: URL,
  config: object,
  timeoutMs = longestRunMs,
): Promise<Measured & More> {
  const child = fork(fileURLToPath(module), [JSON.stringify(config)], { timeout: timeoutMs });
  return new Promise((resolve, reject) => {
    let measured: (Measured & More) | undefined;
    child.on('message', (message) => {
      measured = message as Measured & More;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (measured !== undefined && code === 0) resolve(measured);
      else reject(new Error(`${fileURLToPath(module)} ended with ${String(code)}`));
    });
  });
}

/**
 * The child's side of {@link runContender}: runs `work` with the configuration that was passed
 * there, and reports.
 */
export async function contend(
  work: (config: never) => Promise<{ readonly messages: number; readonly seconds: number }>,
): Promise<void> {
  const outcome = await work(JSON.parse(process.argv[2] ?? '{}') as never);
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send?.({
    ...outcome,
    peakMemoryBytes: maxRSS * 1_024,
    cpuSeconds: (userCPUTime + systemCPUTime) / 1_000_000,
  } satisfies Measured);
  process.disconnect();
}
