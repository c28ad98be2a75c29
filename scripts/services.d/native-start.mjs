import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { HOST } from './connection.mjs';
import { ServicesError } from './failure.mjs';
import { awaitHealth } from './health.mjs';
import { findMarked, findWorkers, readProcessTable } from './process-table.mjs';
import { killAll, launch, resumeTree } from './process-tree.mjs';
import { lastLines } from './run-command.mjs';

const isTaken = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

const assertPortsFree = async ({ name, ownPorts }) => {
  for (const port of ownPorts) {
    if (!(await isTaken(port))) continue;
    const advice = 'set FOLDMART_SERVICES_INSTANCE to use other ports';
    throw new ServicesError(`port ${port} of ${name} is taken by another program; ${advice}`);
  }
};

const failureOf = async ({ name, logFile }, reason) => {
  const log = await readFile(logFile, 'utf8').catch(() => '');
  const message = `${name} did not become ready: ${reason}; the end of ${logFile}:`;
  return new ServicesError(message, { details: lastLines(log) });
};

/** Ends processes that remain of a server that was killed from outside. */
export const killOrphans = async ({ orphans }, table) => {
  if (orphans) await killAll(await findWorkers(table, orphans));
};

const start = async (service, { table, isWholeSet, onWait }) => {
  onWait('being prepared');
  await killOrphans(service, table);
  await assertPortsFree(service);
  const child = await launch(await service.prepare(), service.logFile);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return awaitHealth(service, { isWholeSet, hasEnded, onWait });
};

const isGone = async ({ pid }) => {
  const table = await readProcessTable();
  return !table.some((row) => row.pid === pid && row.commandLine !== '');
};

const rejoin = async (service, found, { isWholeSet, onWait }) => {
  if (found.isStopped) await resumeTree(found.pid);
  return awaitHealth(service, { isWholeSet, hasEnded: () => isGone(found), onWait });
};

const bringUpOnce = async (service, options) => {
  const found = findMarked(options.table, service);
  if (!found) return start(service, options);
  const outcome = await rejoin(service, found, options);
  // The process was already ending when it was found.
  return outcome.state === 'ended' ? start(service, options) : outcome;
};

/** Starts or resumes the service unless it runs, and returns once it is ready. */
export const bringUp = async (service, options) => {
  const { state, reason } = await bringUpOnce(service, options);
  if (state === 'healthy') return;
  throw await failureOf(service, state === 'ended' ? 'it ended' : reason);
};
