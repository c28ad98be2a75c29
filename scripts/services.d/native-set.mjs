import { readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { HOST } from './connection.mjs';
import { pollUntil } from './deadline.mjs';
import { ServicesError } from './failure.mjs';
import { KAFKA_NODES } from './instance.mjs';
import { kafkaBroker } from './kafka.mjs';
import { ensureInstalled } from './native-installation.mjs';
import { postgresServer } from './postgres.mjs';
import { findMarked, readProcessTable } from './process-table.mjs';
import { findProcess, killTree, launch, pauseTree, resumeTree, stopTree } from './process-tree.mjs';
import { redisServer } from './redis.mjs';
import { lastLines } from './run-command.mjs';

const HEALTH_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 30_000;
const DISCARD_TIMEOUT_MS = 5_000;
const LAUNCHES = 2;

const servicesOf = (instance) => [
  ...KAFKA_NODES.map((node) => kafkaBroker(instance, node)),
  redisServer(instance),
  postgresServer(instance),
];

const isTaken = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

const assertPortsFree = async (service) => {
  for (const port of service.ownPorts) {
    if (!(await isTaken(port))) continue;
    throw new ServicesError(
      `port ${port} of ${service.name} is taken by another program; set FOLDMART_SERVICES_INSTANCE to use other ports`,
    );
  }
};

const failureOf = async (service, reason) => {
  const log = await readFile(service.logFile, 'utf8').catch(() => '');
  const message = `${service.name} ${reason}; its log is ${service.logFile}`;
  return new ServicesError(message, { details: lastLines(log) });
};

const launchService = async (service, say) => {
  await assertPortsFree(service);
  const command = await service.prepare({ say });
  return launch(command, service.logFile);
};

const hasEnded = (child) => child.exitCode !== null || child.signalCode !== null;

const awaitHealth = async (service, { child, isWholeSet }) => {
  let reason = 'did not become ready';
  const outcome = await pollUntil(
    () => {
      if (child && hasEnded(child)) return 'ended';
      return service.probe({ isWholeSet }).then(
        () => 'healthy',
        (error) => {
          reason = `did not become ready: ${error.message}`;
          return undefined;
        },
      );
    },
    { timeoutMs: HEALTH_TIMEOUT_MS },
  );
  if (outcome === undefined) throw await failureOf(service, reason);
  return outcome;
};

// A second try, since Postgres refuses to start while backends of a killed server are still leaving.
const startService = async (service, { say, isWholeSet }) => {
  for (let launched = 0; launched < LAUNCHES; launched += 1) {
    const child = await launchService(service, say);
    const outcome = await awaitHealth(service, { child, isWholeSet });
    if (outcome === 'healthy') return;
  }
  throw await failureOf(service, 'ended as soon as it was started');
};

const bringUp = async (service, table, { say, isWholeSet }) => {
  const found = findMarked(table, service);
  if (!found) return startService(service, { say, isWholeSet });
  if (found.isStopped) await resumeTree(found.pid);
  return awaitHealth(service, { isWholeSet });
};

// All are waited for, so that no failure leaves another start running behind the message.
const all = async (promises) => {
  const outcomes = await Promise.allSettled(promises);
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
};

const discard = async (service) => {
  const found = await findProcess(service);
  if (!found) return;
  const { discardSignal: stopSignal } = service;
  await stopTree(found.pid, { stopSignal, timeoutMs: DISCARD_TIMEOUT_MS });
};

const describe = async (service, table) => {
  const { name, port } = service;
  const found = findMarked(table, service);
  if (!found) return { name, state: 'stopped', port };
  const { pid, startedAt, isStopped } = found;
  const state = isStopped ? 'paused' : await service.probe({ isWholeSet: false }).then(
    () => 'running',
    () => 'not ready',
  );
  return { name, state, port, pid, since: startedAt.toISOString() };
};

const runningProcess = async (service) => {
  const found = await findProcess(service);
  if (found) return found;
  throw new ServicesError(`${service.name} is not running; start it with: scripts/services start ${service.name}`);
};

/** The set as processes of this machine, each in its own session. */
export const nativeSet = (instance, { say }) => {
  const services = servicesOf(instance);
  const named = (name) => services.find((service) => service.name === name);
  const bringUpAll = async (chosen, isWholeSet) => {
    const table = await readProcessTable();
    const areAllThere = chosen.every((service) => findMarked(table, service));
    if (!areAllThere) await ensureInstalled(instance, { say });
    await all(chosen.map((service) => bringUp(service, table, { say, isWholeSet })));
  };
  return {
    engine: 'native',
    up: () => bringUpAll(services, true),
    down: async ({ isDataKept }) => {
      if (isDataKept) return all(services.map((service) => nativeSet(instance, { say }).stop(service.name, {})));
      await all(services.map(discard));
      const folders = services.flatMap((service) => service.folders);
      await all([...folders, instance.logFolder].map((folder) => rm(folder, { recursive: true, force: true })));
    },
    start: (name) => bringUpAll([named(name)], false),
    stop: async (name, { isKilled }) => {
      const service = named(name);
      const found = await findProcess(service);
      if (!found) return;
      if (isKilled) return killTree(found.pid);
      const { stopSignal } = service;
      const isClean = await stopTree(found.pid, { stopSignal, timeoutMs: STOP_TIMEOUT_MS });
      if (!isClean) say(`${name} did not stop in ${STOP_TIMEOUT_MS / 1_000} s and was killed`);
    },
    pause: async (name) => pauseTree((await runningProcess(named(name))).pid),
    resume: async (name) => resumeTree((await runningProcess(named(name))).pid),
    status: async () => {
      const table = await readProcessTable();
      return Promise.all(services.map((service) => describe(service, table)));
    },
  };
};
