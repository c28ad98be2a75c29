import { rm } from 'node:fs/promises';
import { ServicesError } from './failure.mjs';
import { stateOfRunning } from './health.mjs';
import { ensureInstalled } from './native-installation.mjs';
import { bringUp, killOrphans } from './native-start.mjs';
import { findMarked, readProcessTable } from './process-table.mjs';
import { killTree, pauseTree, resumeTree, stopTree } from './process-tree.mjs';
import { servicesOf } from './services.mjs';
import { settleAll } from './settle-all.mjs';
import { watchingStart } from './watch-start.mjs';

// A broker without its two peers would wait five minutes for permission to stop.
const STOP_TIMEOUT_MS = 20_000;
const DISCARD_TIMEOUT_MS = 5_000;

const find = async (service) => findMarked(await readProcessTable(), service);

const findRunning = async (service) => {
  const found = await find(service);
  if (found) return found;
  throw new ServicesError(`${service.name} is not running: scripts/services start ${service.name}`);
};

const stop = async (service, say) => {
  const found = await find(service);
  if (!found) return;
  const { name, stopSignal } = service;
  const isClean = await stopTree(found.pid, { stopSignal, timeoutMs: STOP_TIMEOUT_MS });
  if (!isClean) say(`${name} had not stopped after ${STOP_TIMEOUT_MS / 1_000} s and was killed`);
};

const kill = async (service) => {
  const found = await find(service);
  if (found) await killTree(found.pid);
};

const discard = async (service) => {
  const found = await find(service);
  const { discardSignal: stopSignal } = service;
  if (found) await stopTree(found.pid, { stopSignal, timeoutMs: DISCARD_TIMEOUT_MS });
  await killOrphans(service, await readProcessTable());
};

const describe = async (service, table) => {
  const { name, port } = service;
  const found = findMarked(table, service);
  if (!found) return { name, state: 'stopped', port };
  const state = found.isStopped ? 'paused' : await stateOfRunning(service);
  return { name, state, port, pid: found.pid, since: found.startedAt.toISOString() };
};

/** The set as processes of this machine, each in a session of its own. */
export const nativeSet = (instance, { say }) => {
  const services = servicesOf(instance);
  const named = (name) => services.find((service) => service.name === name);

  const bringUpAll = async (chosen, isWholeSet) => {
    const before = await readProcessTable();
    const isAllThere = chosen.every((service) => findMarked(before, service));
    if (!isAllThere) await ensureInstalled(instance, { say });
    const table = isAllThere ? before : await readProcessTable();
    await watchingStart(chosen, say, (service, onWait) =>
      bringUp(service, { table, isWholeSet, onWait }),
    );
  };

  const remove = async () => {
    await settleAll(services.map(discard));
    const folders = [instance.folder, instance.postgresFolder];
    await settleAll(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  };

  return {
    engine: 'native',
    up: () => bringUpAll(services, true),
    down: ({ isDataKept }) =>
      isDataKept ? settleAll(services.map((service) => stop(service, say))) : remove(),
    start: (name) => bringUpAll([named(name)], false),
    stop: (name, { isKilled }) => (isKilled ? kill(named(name)) : stop(named(name), say)),
    pause: async (name) => pauseTree((await findRunning(named(name))).pid),
    resume: async (name) => resumeTree((await findRunning(named(name))).pid),
    status: async () => {
      const table = await readProcessTable();
      return Promise.all(services.map((service) => describe(service, table)));
    },
  };
};
