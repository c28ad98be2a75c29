import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { composeModel, projectName } from './compose-model.mjs';
import { ServicesError } from './failure.mjs';
import { awaitHealth, stateOfRunning } from './health.mjs';
import { SERVICE_NAMES } from './instance.mjs';
import { readKafkaVersion } from './kafka-jars.mjs';
import { runCommand } from './run-command.mjs';
import { servicesOf } from './services.mjs';
import { watchingStart } from './watch-start.mjs';

const ENGINE_TIMEOUT_MS = 5_000;
const PROJECT_LABEL = 'com.docker.compose.project';
const SERVICE_LABEL = 'com.docker.compose.service';

const docker = (args, options) => runCommand('docker', args, options);

/** Whether a Docker engine responds and the client has compose. */
export const isDockerUsable = async () => {
  try {
    await docker(['info'], { timeoutMs: ENGINE_TIMEOUT_MS });
    await docker(['compose', 'version'], { timeoutMs: ENGINE_TIMEOUT_MS });
    return true;
  } catch {
    return false;
  }
};

const writeComposeFile = async (instance) => {
  const file = join(instance.folder, 'compose.json');
  const model = composeModel(instance, await readKafkaVersion());
  await mkdir(instance.folder, { recursive: true });
  await writeFile(file, JSON.stringify(model, null, 2));
  return file;
};

const compose = async (instance, args) => {
  const file = await writeComposeFile(instance);
  return docker(['compose', '--project-name', projectName(instance), '--file', file, ...args]);
};

/** The state of each service's container, by the name of the service. */
const inspectContainers = async (instance) => {
  const label = `label=${PROJECT_LABEL}=${projectName(instance)}`;
  const ids = (await docker(['ps', '--all', '--quiet', '--filter', label]))
    .split('\n')
    .filter(Boolean);
  if (ids.length === 0) return new Map();
  const containers = JSON.parse(await docker(['inspect', ...ids]));
  return new Map(containers.map(({ Config, State }) => [Config.Labels[SERVICE_LABEL], State]));
};

const describe = async (service, container) => {
  const { name, port } = service;
  if (!container || !['running', 'paused'].includes(container.Status)) {
    return { name, state: 'stopped', port };
  }
  const state = container.Status === 'paused' ? 'paused' : await stateOfRunning(service);
  return { name, state, port, pid: container.Pid, since: container.StartedAt };
};

const failureOf = async (instance, { name }, reason) => {
  const details = await compose(instance, ['logs', '--no-color', '--tail', '15', name]);
  return new ServicesError(`${name} did not become ready: ${reason}; the end of its log:`, {
    details,
  });
};

const assertServing = async (instance, service, { isWholeSet, onWait }) => {
  const hasEnded = async () => {
    const container = (await inspectContainers(instance)).get(service.name);
    return container?.Status === 'exited';
  };
  const { state, reason } = await awaitHealth(service, { isWholeSet, hasEnded, onWait });
  if (state === 'healthy') return;
  throw await failureOf(instance, service, state === 'ended' ? 'its container ended' : reason);
};

const isIn = (containers, status) => (name) => containers.get(name)?.Status === status;

/** The set as containers of one compose project. */
export const dockerSet = (instance, { say }) => {
  const services = servicesOf(instance);

  // The engine neither stops nor starts a paused container.
  const unpause = async (names) => {
    const containers = await inspectContainers(instance);
    const paused = names.filter(isIn(containers, 'paused'));
    if (paused.length > 0) await compose(instance, ['unpause', ...paused]);
    return containers;
  };

  const bringUp = async (names, isWholeSet) => {
    const containers = await unpause(names);
    if (containers.size === 0) say('starting containers; the first start also pulls their images');
    if (!names.every(isIn(containers, 'running'))) {
      await compose(instance, ['up', '--detach', '--quiet-pull', '--no-recreate', ...names]);
    }
    const chosen = services.filter(({ name }) => names.includes(name));
    await watchingStart(chosen, say, (service, onWait) =>
      assertServing(instance, service, { isWholeSet, onWait }),
    );
  };

  const assertThere = async (name) => {
    const containers = await inspectContainers(instance);
    if (isIn(containers, 'running')(name) || isIn(containers, 'paused')(name)) return containers;
    throw new ServicesError(`${name} is not running: scripts/services start ${name}`);
  };

  return {
    engine: 'docker',
    up: () => bringUp(SERVICE_NAMES, true),
    down: async ({ isDataKept }) => {
      await unpause(SERVICE_NAMES);
      await compose(instance, ['down', '--remove-orphans', ...(isDataKept ? [] : ['--volumes'])]);
      if (!isDataKept) await rm(instance.folder, { recursive: true, force: true });
    },
    start: (name) => bringUp([name], false),
    stop: async (name, { isKilled }) => {
      await unpause([name]);
      await compose(instance, [isKilled ? 'kill' : 'stop', name]);
    },
    pause: async (name) => {
      const containers = await assertThere(name);
      if (isIn(containers, 'running')(name)) await compose(instance, ['pause', name]);
    },
    resume: async (name) => {
      await assertThere(name);
      await unpause([name]);
    },
    status: async () => {
      const containers = await inspectContainers(instance);
      return Promise.all(
        services.map((service) => describe(service, containers.get(service.name))),
      );
    },
  };
};
