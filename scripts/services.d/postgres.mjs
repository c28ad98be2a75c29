import { chown, lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HOST, POSTGRES } from './connection.mjs';
import { findIn, majorVersion, searchPath, versionedFolders } from './executables.mjs';
import { ServicesError } from './failure.mjs';
import { createWhole, exists } from './files.mjs';
import { runCommand } from './run-command.mjs';
import { exchange } from './socket-exchange.mjs';

const OLDEST_POSTGRES = 15;
const INIT_TIMEOUT_MS = 120_000;
const PROTOCOL_VERSION = 196_608;
const AUTHENTICATION_REQUEST = 'R';

const binaryFolders = async () => [
  ...(await versionedFolders('/usr/lib/postgresql', /^(\d+)$/, 'bin')),
  ...(await versionedFolders('/usr', /^pgsql-(\d+)$/, 'bin')),
  ...(await versionedFolders('/opt/homebrew/opt', /^postgresql@(\d+)$/, 'bin')),
  ...searchPath(),
];

// `initdb` distinguishes the installation of a server from that of a client.
const findBinaries = async () => {
  const folder = await findIn(await binaryFolders(), 'initdb');
  if (!folder) return undefined;
  const version = await majorVersion(join(folder, 'postgres'), '--version', /\) (\d+)/);
  return version >= OLDEST_POSTGRES ? folder : undefined;
};

/** The requirements of Postgres that this machine does not meet. */
export const missingForPostgres = async () =>
  (await findBinaries())
    ? []
    : [
        {
          what: `Postgres ${OLDEST_POSTGRES} or newer`,
          aptPackage: 'postgresql',
          unit: 'postgresql',
        },
      ];

// Commits are flushed to disk. A flush costs little (a tenth of a millisecond on a virtual disk),
// and measurements then apply to real installations.
export const POSTGRES_SETTINGS = {
  max_connections: 200,
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] %a ',
  log_lock_waits: 'on',
};

export const INITDB_OPTIONS = ['--encoding=UTF8', '--locale=C'];

const nativeSettings = ({ ports }) => ({
  listen_addresses: HOST,
  port: ports.postgres,
  // TCP only, since the path of a socket is limited to about a hundred bytes.
  unix_socket_directories: '',
  ...POSTGRES_SETTINGS,
});

const toConfig = (settings) =>
  Object.entries(settings)
    .map(([name, value]) => `${name} = '${value}'\n`)
    .join('');

// The server refuses to run as root; its packages create a user for it.
const readUser = async () => {
  if (process.getuid() !== 0) return {};
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map((flag) => runCommand('id', [flag, 'postgres'])),
  );
  return { uid: Number(uid), gid: Number(gid) };
};

// Every user can write to /var/tmp. A folder with our name must not be a link or belong to another
// user.
const assertOwned = async (folder, owners) => {
  const found = await lstat(folder);
  if (found.isDirectory() && owners.includes(found.uid)) return;
  throw new ServicesError(`${folder} belongs to another user; remove it`);
};

const ensureFolder = async (folder, { uid, gid }) => {
  await mkdir(dirname(folder), { recursive: true });
  await mkdir(folder, { mode: 0o700 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await assertOwned(folder, [process.getuid(), uid]);
  if (uid !== undefined) await chown(folder, uid, gid);
};

const initialise = ({ binaries, folder, dataFolder, user }) =>
  createWhole(dataFolder, async (scratch) => {
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, `${POSTGRES.password}\n`);
    const options = { ...user, cwd: folder, timeoutMs: INIT_TIMEOUT_MS };
    const who = ['-U', POSTGRES.user, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'];
    const how = [...INITDB_OPTIONS, '--no-sync'];
    await runCommand(join(binaries, 'initdb'), ['-D', scratch, ...who, ...how], options);
    // Single-user mode needs neither a client nor a running server.
    const input = `CREATE DATABASE ${POSTGRES.database};\n`;
    const alone = ['--single', '-D', scratch, 'postgres'];
    await runCommand(join(binaries, 'postgres'), alone, { ...options, input });
  });

const startupMessage = () => {
  const parameters = Buffer.from(`user\0${POSTGRES.user}\0database\0${POSTGRES.database}\0\0`);
  const header = Buffer.alloc(8);
  header.writeInt32BE(header.length + parameters.length, 0);
  header.writeInt32BE(PROTOCOL_VERSION, 4);
  return Buffer.concat([header, parameters]);
};

// A server that accepts connections asks for the password; one that is still recovering sends an
// error.
const parseAnswer = (bytes) => {
  const kind = bytes.toString('latin1', 0, 1);
  if (kind === AUTHENTICATION_REQUEST) return kind;
  throw new Error('is not ready for connections');
};

/** The Postgres server of the set. */
export const postgresServer = (instance) => {
  const folder = instance.postgresFolder;
  const dataFolder = join(folder, 'data');
  return {
    name: 'postgres',
    port: instance.ports.postgres,
    ownPorts: [instance.ports.postgres],
    logFile: join(instance.logFolder, 'postgres.log'),
    program: 'postgres',
    marker: `-D ${dataFolder}`,
    // A backend whose server was killed continues its statement, and blocks the start of a new
    // server.
    orphans: { prefix: 'postgres: ', folder: dataFolder },
    // "Fast": rolls back open transactions instead of waiting for every client to disconnect.
    stopSignal: 'SIGINT',
    // "Immediate": no checkpoint, but unlike a kill it releases its shared memory.
    discardSignal: 'SIGQUIT',
    prepare: async () => {
      const [binaries, user] = await Promise.all([findBinaries(), readUser()]);
      await ensureFolder(folder, user);
      if (!(await exists(dataFolder))) {
        await initialise({ binaries, folder, dataFolder, user });
      }
      // No server of this folder runs when it is prepared. The pid file of a killed server may
      // contain an id that a zombie or another program has now. Postgres would take that process
      // for a running server.
      await rm(join(dataFolder, 'postmaster.pid'), { force: true });
      await writeFile(join(dataFolder, 'postgresql.conf'), toConfig(nativeSettings(instance)));
      return { file: join(binaries, 'postgres'), args: ['-D', dataFolder], folder, ...user };
    },
    probe: () => exchange(instance.ports.postgres, startupMessage(), parseAnswer),
  };
};
