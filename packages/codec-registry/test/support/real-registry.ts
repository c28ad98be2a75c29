import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Its last version that runs on Java 17. */
const version = '2.6.13.Final';
const artifact = `io.apicurio:apicurio-registry-app:${version}:tar.gz:all`;
const startDeadlineMs = 120_000;

/** A registry that others have written. */
export interface RealRegistry {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The registry of `FOLDMART_SCHEMA_REGISTRY_URL`, or else Apicurio with an empty store in memory, fetched by Maven at its
 * first use and kept in the cache folder of the services.
 *
 * @throws Error without Maven or Java 17.
 */
export async function openRealRegistry(): Promise<RealRegistry> {
  const given = process.env['FOLDMART_SCHEMA_REGISTRY_URL'];
  if (given !== undefined) return { url: given, close: () => Promise.resolve() };
  const folder = await fetchApicurio();
  const port = await freePort();
  const java = spawn(
    'java',
    ['-Xmx384m', '-XX:+UseSerialGC', '-jar', `apicurio-registry-app-${version}-runner.jar`],
    {
      cwd: folder,
      env: { ...process.env, QUARKUS_HTTP_HOST: '127.0.0.1', QUARKUS_HTTP_PORT: String(port) },
      stdio: 'ignore',
    },
  );
  const url = `http://127.0.0.1:${String(port)}/apis/ccompat/v7`;
  const close = () => end(java);
  await untilItAnswers(java, `${url}/subjects`).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { url, close };
}

async function fetchApicurio(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'foldmart');
  const folder = join(cache, `apicurio-${version}`);
  if (
    await access(folder).then(
      () => true,
      () => false,
    )
  )
    return folder;
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, 'apicurio-new-'));
  try {
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';
    await run('mvn', ['-B', '-q', copy, `-Dartifact=${artifact}`, `-DoutputDirectory=${scratch}`]);
    const archive = join(scratch, `apicurio-registry-app-${version}-all.tar.gz`);
    await run('tar', ['xzf', archive, '-C', scratch]);
    await rm(archive);
    await rename(scratch, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilItAnswers(java: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + startDeadlineMs;
  for (;;) {
    if (java.exitCode !== null) throw new Error(`Apicurio ended with ${String(java.exitCode)}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    if (Date.now() > deadline) throw new Error('Apicurio does not answer');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function end(java: ChildProcess): Promise<void> {
  if (java.exitCode !== null || java.signalCode !== null) return;
  const ended = once(java, 'exit');
  java.kill();
  await ended;
}
