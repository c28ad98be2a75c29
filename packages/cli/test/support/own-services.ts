import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const script = fileURLToPath(new URL('../../../../scripts/services', import.meta.url));

/** A separate set of services, for drills that kill its members. */
const environment = { ...process.env, FOLDMART_SERVICES_INSTANCE: '6' };

/** Runs a command on the set, and resolves with what it prints. */
export async function ownServices(...command: readonly string[]): Promise<string> {
  return (await promisify(execFile)(script, command, { env: environment })).stdout;
}

/** Starts the set, and makes it the one that this process and its children use. */
export async function useOwnServices(): Promise<void> {
  await ownServices('up');
  Object.assign(process.env, JSON.parse(await ownServices('env', '--json')));
}
