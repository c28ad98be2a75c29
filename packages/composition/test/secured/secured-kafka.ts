import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readFileSync } from 'node:fs';
import type { CertificateAuthority, CertificateFiles } from './certificates.js';
import { freePorts, startServer, type ServerProcess } from './server-process.js';

/** The certificates of the listeners that differ only in them. */
export interface ListenerCertificates {
  readonly valid: CertificateFiles;
  readonly expired: CertificateFiles;
  readonly elsewhere: CertificateFiles;
}

/** One broker with a listener for each way to connect; values are `host:port`. */
export interface SecuredKafka extends ServerProcess {
  /** Without TLS and authentication. */
  readonly open: string;
  /** TLS and SASL. */
  readonly sasl: string;
  /** TLS with client certificates. */
  readonly mutual: string;
  readonly expired: string;
  readonly elsewhere: string;
}

export interface SecuredKafkaOptions {
  readonly authority: CertificateAuthority;
  readonly certificates: ListenerCertificates;
  /** Of the users `shop`, who may do everything, and `guest`, who may do nothing. */
  readonly password: string;
  readonly isReady: (address: string) => Promise<unknown>;
}

const javaOptions = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp'];
const listenerNames = ['OPEN', 'SASL', 'MUTUAL', 'EXPIRED', 'ELSEWHERE', 'CONTROLLER'] as const;

/** Formats and starts a broker. */
export async function startSecuredKafka(options: SecuredKafkaOptions): Promise<SecuredKafka> {
  const { authority, password, isReady } = options;
  const ports = await freePorts(listenerNames.length);
  const [open, sasl, mutual, expired, elsewhere] = ports.map(
    (port) => `127.0.0.1:${String(port)}`,
  ) as [string, string, string, string, string];
  const settings = join(authority.folder, 'server.properties');
  await writeFile(settings, await properties(options, ports));
  const classPath = join(kafkaFolder(), '*');
  const users = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) =>
    ['shop', 'guest'].flatMap((name) => [
      '--add-scram',
      `${mechanism}=[name=${name},iterations=4096,password=${password}]`,
    ]),
  );
  const format = ['kafka.tools.StorageTool', 'format', '-t', 'Zm9sZG1hcnQtc2VjdXJlZA'];
  await promisify(execFile)('java', [
    ...[...javaOptions, classPath, ...format],
    ...['-c', settings, ...users],
  ]);
  const server = await startServer(
    ['java', ...javaOptions, classPath, 'kafka.Kafka', settings],
    () => isReady(open),
  );
  return { ...server, open, sasl, mutual, expired, elsewhere };
}

/** Where `scripts/services` keeps the broker's class path. */
function kafkaFolder(): string {
  const pom = new URL('../../../../scripts/services.d/kafka-pom.xml', import.meta.url);
  const version = /<kafka.version>(.+)<\/kafka.version>/.exec(readFileSync(pom, 'utf8'))?.[1];
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(cache, 'foldmart', `kafka-${String(version)}`);
}

async function properties(
  { authority, certificates, password }: SecuredKafkaOptions,
  ports: readonly number[],
): Promise<string> {
  const { valid, expired, elsewhere } = certificates;
  const listeners = listenerNames.map((name, at) => `${name}://127.0.0.1:${String(ports[at])}`);
  const login = 'org.apache.kafka.common.security';
  const plain = `${login}.plain.PlainLoginModule required user_shop="${password}" user_guest="${password}";`;
  const scram = `${login}.scram.ScramLoginModule required;`;
  return toProperties({
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${String(ports[5])}`,
    listeners: listeners.join(','),
    'advertised.listeners': listeners.slice(0, -1).join(','),
    'listener.security.protocol.map':
      'OPEN:PLAINTEXT,SASL:SASL_SSL,MUTUAL:SSL,EXPIRED:SSL,ELSEWHERE:SSL,CONTROLLER:PLAINTEXT',
    'inter.broker.listener.name': 'OPEN',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(authority.folder, 'kafka'),
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS;User:shop;User:CN=shop',
    'listener.name.sasl.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'listener.name.sasl.plain.sasl.jaas.config': plain,
    'listener.name.sasl.scram-sha-256.sasl.jaas.config': scram,
    'listener.name.sasl.scram-sha-512.sasl.jaas.config': scram,
    'listener.name.mutual.ssl.client.auth': 'required',
    'listener.name.mutual.ssl.truststore.type': 'PEM',
    'listener.name.mutual.ssl.truststore.location': authority.ca,
    ...(await keyStore('sasl', valid)),
    ...(await keyStore('mutual', valid)),
    ...(await keyStore('expired', expired)),
    ...(await keyStore('elsewhere', elsewhere)),
  });
}

/** Kafka takes the key and the certificate from one file. */
async function keyStore(
  listener: string,
  { cert, key }: CertificateFiles,
): Promise<Record<string, string>> {
  const path = `${cert}.store`;
  await writeFile(path, `${await readFile(key, 'utf8')}${await readFile(cert, 'utf8')}`);
  return {
    [`listener.name.${listener}.ssl.keystore.type`]: 'PEM',
    [`listener.name.${listener}.ssl.keystore.location`]: path,
  };
}

function toProperties(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
