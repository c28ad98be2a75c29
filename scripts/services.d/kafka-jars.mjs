import { access, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServicesError } from './failure.mjs';
import { INSTALL_LOCK_PORT } from './instance.mjs';
import { withLock } from './lock.mjs';
import { runCommand } from './run-command.mjs';

const POM = fileURLToPath(new URL('kafka-pom.xml', import.meta.url));
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  );

const readVersion = async () => {
  const version = /<kafka.version>(.+)<\/kafka.version>/.exec(await readFile(POM, 'utf8'))?.[1];
  if (!version) throw new ServicesError(`${POM} names no kafka.version`);
  return version;
};

/** Where the broker's class path lies, and whether it has been fetched already. */
export const locateJars = async ({ cacheFolder }) => {
  const version = await readVersion();
  const folder = join(cacheFolder, `kafka-${version}`);
  return { version, folder, isFetched: await exists(folder) };
};

const download = async (folder, maven) => {
  const parent = join(folder, '..');
  await mkdir(parent, { recursive: true });
  const scratch = await mkdtemp(join(parent, 'download-'));
  try {
    const pom = join(scratch, 'pom.xml');
    await cp(POM, pom);
    const output = join(scratch, 'jars');
    await runCommand(maven, ['-B', '-q', '-f', pom, COPY_GOAL, `-DoutputDirectory=${output}`], {
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    });
    await rename(output, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};

/** Fetches the broker's published packages once for all instances; only a complete folder gets the name. */
export const fetchJars = async (instance, { maven, say }) => {
  const { version, folder, isFetched } = await locateJars(instance);
  if (isFetched) return folder;
  await withLock({ port: INSTALL_LOCK_PORT, purpose: 'install', say }, async () => {
    if (await exists(folder)) return;
    say(`fetching Kafka ${version} with Maven`);
    await download(folder, maven);
  });
  return folder;
};
