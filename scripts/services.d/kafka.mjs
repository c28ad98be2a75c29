import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findExecutable, majorVersion } from './executables.mjs';
import { createWhole, exists } from './files.mjs';
import { KAFKA_NODES } from './instance.mjs';
import { locateJars } from './kafka-jars.mjs';
import { readBrokerIds } from './kafka-metadata.mjs';
import { CLUSTER_ID, serverProperties } from './kafka-settings.mjs';
import { runCommand } from './run-command.mjs';

const OLDEST_JAVA = 17;
const FORMAT_TIMEOUT_MS = 120_000;
const SHORT_LIVED = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
// The serial collector leaves more CPU to the tests. Compilation stays tiered: with the first tier
// alone, a broker starts a third faster but needs twice the time per message once it is warm.
const BROKER_OPTIONS = ['-Xms512m', '-Xmx512m', '-XX:+UseSerialGC', '-Djava.awt.headless=true'];
// Everything from INFO on, without the list of all settings at each start.
const LOG_OPTIONS = [
  'showDateTime=true',
  "dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSX",
  'log.org.apache.kafka.common.config.AbstractConfig=warn',
].map((option) => `-Dorg.slf4j.simpleLogger.${option}`);

const findJava = async () => {
  const home = process.env.JAVA_HOME;
  const java =
    (home && (await findExecutable('java', [join(home, 'bin')]))) || (await findExecutable('java'));
  if (!java) return undefined;
  const version = await majorVersion(java, '-version', /version "(\d+)/);
  return version >= OLDEST_JAVA ? java : undefined;
};

/** The requirements of Kafka that this machine does not meet. */
export const missingForKafka = async (instance) => {
  const missing = [];
  if (!(await findJava())) {
    missing.push({ what: `Java ${OLDEST_JAVA} or newer`, aptPackage: 'default-jre-headless' });
  }
  const { isFetched } = await locateJars(instance);
  if (!isFetched && !(await findExecutable('mvn'))) {
    missing.push({ what: 'Maven', aptPackage: 'maven' });
  }
  return missing;
};

const format = ({ instance, node, dataFolder, java, classPath }) =>
  createWhole(dataFolder, async (scratch) => {
    const settings = join(scratch, 'format.properties');
    await mkdir(scratch);
    await writeFile(settings, serverProperties(instance, node, scratch));
    const options = [...SHORT_LIVED, ...LOG_OPTIONS, '-cp', classPath];
    const tool = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', settings];
    await runCommand(java, [...options, ...tool], { timeoutMs: FORMAT_TIMEOUT_MS });
  });

const probeBroker = async (port, wanted) => {
  const ids = await readBrokerIds(port);
  const absent = wanted.filter((id) => !ids.includes(id));
  if (absent.length > 0) throw new Error(`does not see broker ${absent.join(', ')}`);
};

/** One of the three brokers. */
export const kafkaBroker = (instance, node) => {
  const name = `kafka${node}`;
  const folder = join(instance.folder, name);
  const dataFolder = join(folder, 'data');
  const marker = `-Dfoldmart.service=${folder}`;
  return {
    name,
    port: instance.ports[name],
    ownPorts: [instance.ports[name], instance.ports.controllers[node - 1]],
    logFile: join(instance.logFolder, `${name}.log`),
    program: 'java',
    marker,
    stopSignal: 'SIGTERM',
    discardSignal: 'SIGKILL',
    prepare: async () => {
      const [java, jars] = await Promise.all([findJava(), locateJars(instance)]);
      const classPath = join(jars.folder, '*');
      const settings = join(folder, 'server.properties');
      await mkdir(folder, { recursive: true });
      await writeFile(settings, serverProperties(instance, node, dataFolder));
      if (!(await exists(dataFolder))) {
        await format({ instance, node, dataFolder, java, classPath });
      }
      const options = [...BROKER_OPTIONS, ...LOG_OPTIONS, marker, '-cp', classPath];
      return { file: java, args: [...options, 'kafka.Kafka', settings], folder };
    },
    /** Rejects unless the broker is ready. With `isWholeSet`, it must also see the two others. */
    probe: ({ isWholeSet }) => probeBroker(instance.ports[name], isWholeSet ? KAFKA_NODES : [node]),
  };
};
