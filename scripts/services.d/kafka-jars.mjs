import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServicesError } from './failure.mjs';
import { createWhole, exists } from './files.mjs';
import { runCommand } from './run-command.mjs';

const POM = fileURLToPath(new URL('kafka-pom.xml', import.meta.url));
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
const DOWNLOAD_TIMEOUT_MS = 15 * 60_000;

export const readKafkaVersion = async () => {
  const version = /<kafka.version>(.+)<\/kafka.version>/.exec(await readFile(POM, 'utf8'))?.[1];
  if (!version) throw new ServicesError(`${POM} names no kafka.version`);
  return version;
};

/** The location of the broker's class path, and whether it has been fetched. */
export const locateJars = async ({ cacheFolder }) => {
  const version = await readKafkaVersion();
  const folder = join(cacheFolder, `kafka-${version}`);
  return { version, folder, isFetched: await exists(folder) };
};

/** Fetches the published packages of the broker. The caller holds the installation lock. */
export const fetchJars = async (instance, { maven, say }) => {
  const { version, folder, isFetched } = await locateJars(instance);
  if (isFetched) return;
  say(`fetching Kafka ${version} with Maven`);
  await mkdir(dirname(folder), { recursive: true });
  await createWhole(folder, (scratch) =>
    runCommand(maven, ['-B', '-q', '-f', POM, COPY_GOAL, `-DoutputDirectory=${scratch}`], {
      timeoutMs: DOWNLOAD_TIMEOUT_MS,
    }),
  );
};
