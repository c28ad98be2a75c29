import { execFile, execFileSync } from 'node:child_process';
import { chown, copyFile, mkdtemp, chmod, rm, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { CertificateAuthority, CertificateFiles } from './certificates.js';
import { freePorts, startServer, type ServerProcess } from './server-process.js';

const installations = '/usr/lib/postgresql';

/** A Postgres that accepts passwords over TLS alone, and the role `shop` by its certificate. */
export interface SecuredPostgres extends ServerProcess {
  readonly port: number;
  /** Replaces the certificate. New connections get it soon after. */
  present(files: CertificateFiles): Promise<void>;
}

/** Makes a cluster with the superuser `owner` and starts it. */
export async function startSecuredPostgres(
  authority: CertificateAuthority,
  certificate: CertificateFiles,
  password: string,
): Promise<SecuredPostgres> {
  const user = serverUser();
  const folder = await mkdtemp(join(tmpdir(), 'foldmart-secured-'));
  const data = join(folder, 'data');
  const place = async (from: string, name: string): Promise<void> => {
    await copyFile(from, join(data, name));
    await chmod(join(data, name), 0o600);
    if (user !== undefined) await chown(join(data, name), user.uid, user.gid);
  };
  const placeCertificate = async ({ cert, key }: CertificateFiles): Promise<void> => {
    await place(cert, 'server.crt');
    await place(key, 'server.key');
  };
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${password}\n`);
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const who = ['-U', 'owner', `--pwfile=${passwordFile}`, '-A', 'scram-sha-256'];
  await promisify(execFile)(program('initdb'), ['-D', data, ...who, '-E', 'UTF8', '--no-sync'], {
    ...user,
    cwd: folder,
  });
  await writeFile(join(data, 'pg_hba.conf'), accessRules);
  await placeCertificate(certificate);
  await place(authority.ca, 'root.crt');
  const [port = 0] = await freePorts(1);
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
    shared_buffers: '16MB',
    ssl: 'on',
    ssl_ca_file: 'root.crt',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const run = (...statements: readonly string[]): Promise<void> =>
    administer({ port, password, statements });
  const server = await startServer(
    [program('postgres'), '-D', data, ...flags],
    () => run('SELECT 1'),
    user,
  );
  await run('CREATE ROLE shop LOGIN CREATEDB', 'CREATE DATABASE shop OWNER shop');
  return {
    port,
    async present(files) {
      await placeCertificate(files);
      await run('SELECT pg_reload_conf()');
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const accessRules = [
  'hostssl all shop 127.0.0.1/32 cert',
  'hostssl all all 127.0.0.1/32 scram-sha-256',
  'hostnossl all all 127.0.0.1/32 reject',
  '',
].join('\n');

async function administer(work: {
  readonly port: number;
  readonly password: string;
  readonly statements: readonly string[];
}): Promise<void> {
  const { port, password, statements } = work;
  const place = { host: '127.0.0.1', port, user: 'owner', database: 'postgres', password };
  const client = new pg.Client({ ...place, ssl: { rejectUnauthorized: false } });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function program(name: string): string {
  const versions = existsSync(installations) ? readdirSync(installations) : [];
  const newest = versions.toSorted((one, other) => Number(other) - Number(one))[0];
  return newest === undefined ? name : join(installations, newest, 'bin', name);
}

/** The server refuses to run as root. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
