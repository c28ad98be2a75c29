import { spawn } from 'node:child_process';

/** Opens an address in the user's browser. Reports a failure: the address is printed anyway. */
export function openBrowser(url: string, onFailure: (reason: string) => void): void {
  const [program, ...args] = opener(process.platform);
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', ({ message }) => onFailure(message));
  child.unref();
}

function opener(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  return platform === 'win32' ? ['cmd', '/c', 'start', ''] : ['xdg-open'];
}
