import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFoldmart } from './foldmart-process.mjs';
import { memoryChart } from './memory-chart.mjs';
import { openChromium } from './open-chromium.mjs';
import { runSql, settingsOf } from './postgres-database.mjs';

const sampleMs = 10_000;

/** @typedef {{ readonly seconds: number, readonly serverMb: number, readonly pageMb: number, readonly events: number }} Sample */

/**
 * Samples the memory of the server of the live page and of an open page, while a producer sends so many orders a second
 * over Redis and consumers record them. Writes a table and a chart into `reports`.
 *
 * @param {string} root
 * @param {{ readonly minutes: number, readonly rate: number }} options
 * @returns {Promise<number>} the exit code
 */
export async function measureMemory(root, { minutes, rate }) {
  const name = `page_${String(process.pid)}`;
  const settings = {
    ...settingsOf(root, name),
    QUEUE_TYPE: 'redis',
    CACHE_TYPE: 'redis',
    TOPIC_PREFIX: `${name}.`,
    CACHE_PREFIX: `${name}.`,
  };
  const running = [];
  const start = (...args) => {
    const started = startFoldmart(root, args, settings);
    running.push(started);
    return started;
  };
  const browser = await openChromium(root);
  try {
    start('consume', '--all');
    const server = start('dashboard', '--port', '0');
    const page = await browser.newPage();
    await page.goto(await server.address());
    start('produce', '--seed', 'page', '--rate', String(rate), '--only', 'orders');
    const samples = await sample({ root, settings, server, page }, minutes * 60);
    write(root, samples);
    return 0;
  } finally {
    await browser.close();
    await Promise.all(running.map((each) => each.stop()));
    await runSql(root, settings, [`drop database if exists ${name} with (force)`], 'postgres');
    await deleteKeys(root, settings, name);
  }
}

/** @returns {Promise<Sample[]>} */
async function sample({ root, settings, server, page }, seconds) {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const startedAt = performance.now();
  const samples = [];
  while (performance.now() - startedAt < seconds * 1_000) {
    await new Promise((resolve) => setTimeout(resolve, sampleMs));
    samples.push({
      seconds: Math.round((performance.now() - startedAt) / 1_000),
      serverMb: residentMb(server.pid),
      pageMb: await heapMb(session),
      events: await countEvents(root, settings),
    });
    const { seconds: at, serverMb, pageMb, events } = samples.at(-1);
    process.stdout.write(
      `${String(at).padStart(5)} s  server ${serverMb.toFixed(0)} MB  page ${pageMb.toFixed(1)} MB  ${String(events)} events\n`,
    );
  }
  return samples;
}

function residentMb(pid) {
  const printed = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(printed) / 1_000;
}

/** What is left after a collection of garbage. */
async function heapMb(session) {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'JSHeapUsedSize').value / 1e6;
}

async function countEvents(root, settings) {
  const [found] = await runSql(root, settings, ['select count(*)::int as count from events']);
  return found.count;
}

function write(root, samples) {
  mkdirSync(join(root, 'reports'), { recursive: true });
  const lines = samples.map((each) =>
    [each.seconds, each.serverMb.toFixed(1), each.pageMb.toFixed(2), each.events].join(','),
  );
  const table = join(root, 'reports/page-memory.csv');
  const chart = join(root, 'reports/page-memory.svg');
  writeFileSync(table, `seconds,server_mb,page_mb,events\n${lines.join('\n')}\n`);
  writeFileSync(chart, memoryChart(samples));
  process.stdout.write(`wrote ${table} and ${chart}\n`);
}

async function deleteKeys(root, settings, name) {
  const { Redis } = createRequire(join(root, 'packages/adapters-redis/package.json'))('ioredis');
  const redis = new Redis(Number(settings.REDIS_PORT), settings.REDIS_HOST);
  try {
    const keys = await redis.keys(`*${name}.*`);
    if (keys.length > 0) await redis.unlink(...keys);
    for (const list of await redis.keys('*topics')) {
      if ((await redis.type(list)) !== 'set') continue;
      const own = (await redis.smembers(list)).filter((topic) => topic.startsWith(`${name}.`));
      if (own.length > 0) await redis.srem(list, ...own);
    }
  } finally {
    redis.disconnect();
  }
}
