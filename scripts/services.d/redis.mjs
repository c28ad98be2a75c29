import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HOST } from './connection.mjs';
import { findExecutable, majorVersion } from './executables.mjs';
import { exchange } from './socket-exchange.mjs';

const OLDEST_REDIS = 7;

const findServer = async () => {
  const server = await findExecutable('redis-server');
  if (!server) return undefined;
  const version = await majorVersion(server, '--version', /v=(\d+)/);
  return version >= OLDEST_REDIS ? server : undefined;
};

/** The requirements of Redis that this machine does not meet. */
export const missingForRedis = async () =>
  (await findServer())
    ? []
    : [
        {
          what: `Redis ${OLDEST_REDIS} or newer`,
          aptPackage: 'redis-server',
          unit: 'redis-server',
        },
      ];

// Acknowledged writes must survive a kill, so every write is on disk before its acknowledgement. A
// full memory must refuse writes instead of dropping queued messages.
export const REDIS_SETTINGS = {
  save: '',
  appendonly: 'yes',
  appendfsync: 'always',
  'maxmemory-policy': 'noeviction',
};

const nativeSettings = ({ ports }, dataFolder) => ({
  bind: HOST,
  port: ports.redis,
  dir: dataFolder,
  daemonize: 'no',
  // Keeps the command line unchanged, by which the process is found again.
  'set-proc-title': 'no',
  ...REDIS_SETTINGS,
});

const toConfig = (settings) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} "${value}"\n`)
    .join('');

const parsePong = (bytes) => {
  const answer = bytes.toString('latin1');
  if (!answer.includes('\r\n')) return undefined;
  if (answer.startsWith('+PONG')) return answer;
  throw new Error(answer.trim());
};

/** The Redis server of the set. */
export const redisServer = (instance) => {
  const folder = join(instance.folder, 'redis');
  const configFile = join(folder, 'redis.conf');
  return {
    name: 'redis',
    port: instance.ports.redis,
    ownPorts: [instance.ports.redis],
    logFile: join(instance.logFolder, 'redis.log'),
    program: 'redis-server',
    marker: configFile,
    stopSignal: 'SIGTERM',
    discardSignal: 'SIGKILL',
    prepare: async () => {
      const dataFolder = join(folder, 'data');
      await mkdir(dataFolder, { recursive: true });
      await writeFile(configFile, toConfig(nativeSettings(instance, dataFolder)));
      return { file: await findServer(), args: [configFile], folder };
    },
    probe: () => exchange(instance.ports.redis, 'PING\r\n', parsePong),
  };
};
