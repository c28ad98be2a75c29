import { isPortError } from '@foldmart/core';

/** One thing the doctor looked at. */
export interface Check {
  readonly name: string;
  readonly isHealthy: boolean;
  /** What was seen, one line. */
  readonly finding: string;
  /** What to do; only where something is to be done. */
  readonly remedy?: string;
}

/** Something that is not as it should be, found by looking rather than by failing. */
export interface Complaint {
  readonly finding: string;
  readonly remedy: string;
}

/** Runs a probe that tells what it saw; a complaint or a PortError makes the check unhealthy. */
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
