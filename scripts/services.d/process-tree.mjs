import { spawn } from 'node:child_process';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pollUntil } from './deadline.mjs';
import { ServicesError } from './failure.mjs';
import { descendantsOf, readProcessTable } from './process-table.mjs';

const LOG_LIMIT_BYTES = 20_000_000;
const KILL_TIMEOUT_MS = 10_000;

const rotate = async (logFile) => {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`);
};

// A server of the set must not depend on the shell from which it was started.
const plainEnvironment = () => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  LC_ALL: 'C',
  TZ: 'UTC',
});

const started = (child) =>
  new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) =>
      reject(new ServicesError(`cannot start ${child.spawnfile}: ${error.message}`)),
    );
  });

/** Starts a server in a session of its own, which outlives this process and its terminal. */
export const launch = async ({ file, args, uid, gid, folder }, logFile) => {
  await mkdir(dirname(logFile), { recursive: true });
  await rotate(logFile);
  const log = await open(logFile, 'a');
  try {
    const child = spawn(file, args, {
      cwd: folder,
      detached: true,
      env: plainEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      ...(uid === undefined ? {} : { uid, gid }),
    });
    await started(child);
    child.unref();
    return child;
  } finally {
    await log.close();
  }
};

const signal = (pid, name) => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
};

/**
 * Freezes the process and all its descendants. Postgres puts every backend into its own session, so
 * a signal to the process group would miss them. The root is frozen first, so that it cannot fork
 * in the meantime.
 */
export const pauseTree = async (pid) => {
  signal(pid, 'SIGSTOP');
  const descendants = descendantsOf(await readProcessTable(), pid);
  for (const descendant of descendants) signal(descendant, 'SIGSTOP');
  return [pid, ...descendants];
};

export const resumeTree = async (pid) => {
  const descendants = descendantsOf(await readProcessTable(), pid);
  for (const each of [...descendants, pid]) signal(each, 'SIGCONT');
};

const waitUntilGone = (pids, timeoutMs) =>
  pollUntil(
    async () => {
      const table = await readProcessTable();
      return !table.some(({ pid, commandLine }) => pids.includes(pid) && commandLine !== '');
    },
    { timeoutMs },
  );

/** Ends the processes with SIGKILL and returns once all of them have ended. */
export const killAll = async (pids) => {
  for (const pid of pids) signal(pid, 'SIGKILL');
  if (await waitUntilGone(pids, KILL_TIMEOUT_MS)) return;
  throw new ServicesError(`processes ${pids.join(', ')} do not end, even on SIGKILL`);
};

/**
 * Ends the process and its descendants with SIGKILL. They are frozen first, so that they cannot
 * fork in the meantime.
 */
export const killTree = async (pid) => killAll(await pauseTree(pid));

/**
 * Sends `stopSignal` to the tree and kills it after the time limit. Returns true if it ended by
 * itself.
 */
export const stopTree = async (pid, { stopSignal, timeoutMs }) => {
  const pids = [pid, ...descendantsOf(await readProcessTable(), pid)];
  signal(pid, stopSignal);
  await resumeTree(pid);
  if (await waitUntilGone(pids, timeoutMs)) return true;
  await killAll(pids);
  return false;
};
