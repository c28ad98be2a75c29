import { isPortError } from '@foldmart/core';

/** The result of one check. */
export interface Check {
  readonly name: string;
  readonly isHealthy: boolean;
  /** What the check found, in one line. */
  readonly finding: string;
  /** What to do, if anything. */
  readonly remedy?: string;
}

/** A fault that a probe found without an error. */
export interface Complaint {
  readonly finding: string;
  readonly remedy: string;
}

/**
 * Runs a probe, which resolves with its finding. A complaint or a PortError makes the check
 * unhealthy; other errors are thrown.
 */
export async function check(
  name: string,
  probe: () => Promise<string | Complaint>,
): Promise<Check> {
  try {
    const seen = await probe();
    return typeof seen === 'string'
      ? { name, isHealthy: true, finding: seen }
      : { name, isHealthy: false, ...seen };
  } catch (error) {
    if (!isPortError(error)) throw error;
    const remedy = error.hint === undefined ? {} : { remedy: error.hint };
    return { name, isHealthy: false, finding: error.message, ...remedy };
  }
}
