import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { wrongUse } from './failure.mjs';

export const KAFKA_NODES = [1, 2, 3];
export const SERVICE_NAMES = ['kafka1', 'kafka2', 'kafka3', 'redis', 'postgres'];

// Below the ephemeral range of every system, so that no client socket can take one of these ports.
const FIRST_PORT = 28_600;
const PORTS_PER_INSTANCE = 10;
const INSTANCES = 10;

/** A port that only serves as a lock for installations, shared by all instances of a machine. */
export const INSTALL_LOCK_PORT = FIRST_PORT + PORTS_PER_INSTANCE * INSTANCES;

const readNumber = (environment) => {
  const text = environment.FOLDMART_SERVICES_INSTANCE ?? '0';
  if (!/^[0-9]$/.test(text)) {
    throw wrongUse(`FOLDMART_SERVICES_INSTANCE is '${text}', but must be a number from 0 to 9`);
  }
  return Number(text);
};

const readCacheFolder = (environment) => {
  const home = environment.HOME ?? homedir();
  return join(environment.XDG_CACHE_HOME || join(home, '.cache'), 'foldmart');
};

const portsOf = (number) => {
  const base = FIRST_PORT + PORTS_PER_INSTANCE * number;
  return {
    lock: base,
    kafka1: base + 1,
    kafka2: base + 2,
    kafka3: base + 3,
    controllers: [base + 4, base + 5, base + 6],
    redis: base + 7,
    postgres: base + 8,
  };
};

// Postgres refuses to run as root, and its own user has no access to root's home. In that case, its
// data is kept in a place that any user can reach, in a folder named after the cache that it
// belongs to.
const postgresFolderOf = (cacheFolder, number, isRoot) => {
  if (!isRoot) return join(cacheFolder, 'services', String(number), 'postgres');
  const owner = createHash('sha256').update(cacheFolder).digest('hex').slice(0, 12);
  return `/var/tmp/foldmart-services-${owner}-${number}`;
};

/** One set of services: its number, its ports (ten consecutive ones) and its folders. */
export const readInstance = (environment = process.env, isRoot = process.getuid?.() === 0) => {
  const number = readNumber(environment);
  const cacheFolder = readCacheFolder(environment);
  const folder = join(cacheFolder, 'services', String(number));
  return {
    number,
    cacheFolder,
    folder,
    logFolder: join(folder, 'logs'),
    postgresFolder: postgresFolderOf(cacheFolder, number, isRoot),
    ports: portsOf(number),
  };
};
