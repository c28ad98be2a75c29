import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { systemClock } from '@foldmart/node';

const patienceMs = 100_000;

/** A server that a test starts for itself. */
export interface ServerProcess {
  readonly stop: () => Promise<void>;
}

/** Starts a program; resolves once `isReady` does. Rejects with its output if it ends before. */
export async function startServer(
  command: readonly [string, ...string[]],
  isReady: () => Promise<unknown>,
  user: { readonly uid?: number; readonly gid?: number } = {},
): Promise<ServerProcess> {
  const [file, ...args] = command;
  const child = spawn(file, args, { ...user, stdio: ['ignore', 'pipe', 'pipe'] });
  // Also if the test ends before the server is ready.
  const abandon = (): void => void child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  let said = '';
  const hear = (text: Buffer): void => {
    said = `${said}${text.toString()}`.slice(-4_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const deadline = systemClock.monotonic() + patienceMs;
  for (;;) {
    try {
      await isReady();
      return { stop: () => end(child) };
    } catch (error) {
      if (systemClock.monotonic() > deadline || child.exitCode !== null) {
        await end(child);
        throw new Error(`${file} is not ready: ${String(error)}\n${said}`, { cause: error });
      }
      await systemClock.sleep(50);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  // SIGQUIT stops Postgres with its backends, but only prints a dump in Java.
  child.kill(child.spawnfile.endsWith('postgres') ? 'SIGQUIT' : 'SIGKILL');
  await exited;
}

/** Ports that are free now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      await once(server, 'close');
    }),
  );
  return ports;
}
