import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { HOST } from './connection.mjs';
import { ServicesError } from './failure.mjs';
import { awaitHealth } from './health.mjs';
import { findMarked } from './process-table.mjs';
import { launch, resumeTree } from './process-tree.mjs';
import { lastLines } from './run-command.mjs';

const LAUNCHES = 2;

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

const startOnce = async (service, isWholeSet) => {
  await assertPortsFree(service);
  const child = await launch(await service.prepare(), service.logFile);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return awaitHealth(service, { isWholeSet, hasEnded });
};

// Tried again, since Postgres refuses to start while backends of a killed server are still leaving.
const start = async (service, isWholeSet) => {
  let outcome;
  for (let launches = 0; launches < LAUNCHES; launches += 1) {
    outcome = await startOnce(service, isWholeSet);
    if (outcome.state !== 'ended') return outcome;
  }
  return { ...outcome, reason: 'it ended as soon as it was started' };
};

const rejoin = async (service, found, isWholeSet) => {
  if (found.isStopped) await resumeTree(found.pid);
  return awaitHealth(service, { isWholeSet });
};

/** Starts or resumes the service unless it runs, and returns once it serves. */
export const bringUp = async (service, { table, isWholeSet }) => {
  const found = findMarked(table, service);
  const outcome = found
    ? await rejoin(service, found, isWholeSet)
    : await start(service, isWholeSet);
  if (outcome.state !== 'healthy') throw await failureOf(service, outcome.reason);
};
