import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The file of the REPL's history, in the state directory of the user, which is created. */
export function historyPath(
  environment: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const directory = join(stateDirectory(environment, platform), 'foldmart');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return join(directory, 'repl-history');
}

/** As the XDG specification and Windows have it. */
function stateDirectory(
  { XDG_STATE_HOME: state, LOCALAPPDATA: local }: Environment,
  platform: NodeJS.Platform,
): string {
  if (platform === 'win32' && local !== undefined) return local;
  if (state !== undefined && state !== '') return state;
  return join(homedir(), '.local', 'state');
}
