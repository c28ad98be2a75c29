import kafkajs from 'kafkajs';
import { Redis } from 'ioredis';
import { administer, select } from './administer.js';
import type { BenchmarkServices } from './service-settings.js';

/** Deletes every database, topic, group and key whose name begins with the prefix of a run. */
export async function removeAllTraces(services: BenchmarkServices): Promise<void> {
  await removeDatabases(services);
  await removeTopicsAndGroups(services);
  await removeKeys(services);
}

async function removeDatabases(services: BenchmarkServices): Promise<void> {
  const names = await select(services, 'SELECT datname FROM pg_database WHERE datname LIKE $1', [
    `${services.prefix.replaceAll('_', String.raw`\_`)}%`,
  ]);
  await administer(
    services,
    names.map((name) => `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  );
}

async function removeTopicsAndGroups({ brokers, prefix }: BenchmarkServices): Promise<void> {
  const { Kafka, logLevel } = kafkajs;
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((name) => name.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const { groups } = await admin.listGroups();
    const names = groups.map(({ groupId }) => groupId).filter((name) => name.startsWith(prefix));
    // A group whose member was just killed cannot be deleted yet; it expires by itself.
    if (names.length > 0) await admin.deleteGroups(names).catch(() => undefined);
  } finally {
    await admin.disconnect();
  }
}

async function removeKeys({ redis: address, prefix }: BenchmarkServices): Promise<void> {
  const redis = new Redis(address);
  try {
    for (let cursor = '0'; ;) {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `*${prefix}*`, 'COUNT', 1_000);
      if (keys.length > 0) await redis.unlink(...keys);
      if (next === '0') return;
      cursor = next;
    }
  } finally {
    await redis.quit();
  }
}
