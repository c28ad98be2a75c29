import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { servicesScript } from './folders.mjs';

/**
 * A set of services of its own: soaks break theirs.
 * @param {NodeJS.ProcessEnv} environment
 */
export function soakServices(environment) {
  const instance = environment['FOLDMART_SERVICES_INSTANCE'] ?? '5';
  if (instance === '0')
    throw new RangeError(
      'FOLDMART_SERVICES_INSTANCE is 0, the set that tests share: choose 1 to 9 for a soak',
    );
  const env = { ...environment, FOLDMART_SERVICES_INSTANCE: instance };
  /** @param {string[]} command */
  const services = async (...command) =>
    (await promisify(execFile)(servicesScript, command, { env })).stdout;
  return { instance, services };
}
