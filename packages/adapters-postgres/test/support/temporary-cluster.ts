import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { realClock } from '@foldmart/conformance';
import {
  postgresProgram,
  postgresUser,
  runPostgresProgram,
  type ProgramUser,
} from './postgres-programs.js';

const host = '127.0.0.1';
const patienceMs = 60_000;
const pauseMs = 50;

/** The superuser of the cluster. */
export interface ClusterOwner {
  readonly user: string;
  readonly password: string;
}

/** A separate Postgres server, with its own transaction ids. */
export interface TemporaryCluster {
  readonly host: string;
  readonly port: number;
  /** Stops the server and deletes its data. */
  destroy(): Promise<void>;
}

/** Makes a cluster and starts its server, with an empty `database`; resolves when it takes connections. */
export async function startTemporaryCluster(
  owner: ClusterOwner,
  database: string,
): Promise<TemporaryCluster> {
  const as = postgresUser();
  const folder = await mkdtemp(join(tmpdir(), 'foldmart-cluster-'));
  let server: ChildProcess | undefined;
  const destroy = async (): Promise<void> => {
    if (server !== undefined) await stop(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    if (as.uid !== undefined && as.gid !== undefined) await chown(folder, as.uid, as.gid);
    const data = join(folder, 'data');
    await initialise(folder, data, owner, as);
    const port = await freePort();
    server = startServer(data, port, as);
    await createDatabase({ host, port, ...owner }, database);
    return { host, port, destroy };
  } catch (error) {
    await destroy();
    throw error;
  }
}

async function initialise(
  folder: string,
  data: string,
  { user, password }: ClusterOwner,
  as: ProgramUser,
): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${password}\n`);
  const who = ['-U', user, `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'];
  const how = ['--encoding=UTF8', '--locale=C', '--no-sync'];
  await runPostgresProgram('initdb', ['-D', data, ...who, ...how], { ...as, cwd: folder });
}

function startServer(data: string, port: number, as: ProgramUser): ChildProcess {
  const settings = {
    port,
    listen_addresses: host,
    unix_socket_directories: '',
    fsync: 'off',
    shared_buffers: '32MB',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const options = { ...as, cwd: data, stdio: 'ignore' } as const;
  return spawn(postgresProgram('postgres'), ['-D', data, ...flags], options);
}

async function createDatabase(config: pg.ClientConfig, database: string): Promise<void> {
  const deadline = realClock.monotonic() + patienceMs;
  for (;;) {
    const client = new pg.Client({ ...config, database: 'postgres' });
    try {
      await client.connect();
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)} TEMPLATE template0`);
      return;
    } catch (error) {
      if (realClock.monotonic() > deadline) throw error;
      await realClock.sleep(pauseMs);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, 'exit');
  // "Immediate", because no data is kept.
  server.kill('SIGQUIT');
  await exited;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
