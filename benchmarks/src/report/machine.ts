import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import kafkajs from 'kafkajs';
import { Redis } from 'ioredis';
import { select } from '../measure/administer.js';
import type { BenchmarkServices } from '../measure/service-settings.js';

/** What a run was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly node: string;
  readonly postgres: string;
  readonly redis: string;
  readonly kafkaBrokers: number;
  readonly kafka: string;
}

// Kafka's protocol does not tell its version; the workspace installs the one of this file.
const kafkaPom = new URL('../../../scripts/services.d/kafka-pom.xml', import.meta.url);

/** Describes this machine and the services. */
export async function describeMachine(services: BenchmarkServices): Promise<Machine> {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: (await select(services, 'SHOW server_version'))[0]?.split(' ')[0] ?? 'unknown',
    redis: await redisVersion(services),
    ...(await kafkaCluster(services)),
  };
}

async function redisVersion({ redis: address }: BenchmarkServices): Promise<string> {
  const redis = new Redis(address);
  const info = await redis.info('server');
  await redis.quit();
  return /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown';
}

async function kafkaCluster({ brokers }: BenchmarkServices) {
  const admin = new kafkajs.Kafka({
    brokers: [...brokers],
    logLevel: kafkajs.logLevel.NOTHING,
  }).admin();
  await admin.connect();
  const { brokers: found } = await admin.describeCluster();
  await admin.disconnect();
  const version = /<kafka.version>([^<]+)</.exec(readFileSync(kafkaPom, 'utf8'))?.[1];
  return { kafkaBrokers: found.length, kafka: version ?? 'unknown' };
}

/** The machine in one sentence. */
export function machineText(machine: Machine): string {
  const { cpu, cores, memoryGib, node, postgres, redis, kafka, kafkaBrokers } = machine;
  return `${String(cores)} cores (${cpu}) and ${String(memoryGib)} GiB, which also run the services: Postgres ${postgres}, Kafka ${kafka} with ${String(kafkaBrokers)} brokers, Redis ${redis}; Node ${node}`;
}
