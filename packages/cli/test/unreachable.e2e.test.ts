import { createServer } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { foldmart, foldmartJson, type ShopSettings } from './support/foldmart.js';

/** A port without a listener: the test has just closed its own. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

let nowhere: string;
let real: ShopSettings;

beforeAll(async () => {
  const port = String(await closedPort());
  nowhere = `127.0.0.1:${port}`;
  const { env } = process;
  real = {
    QUEUE_TYPE: 'redis',
    CACHE_TYPE: 'redis',
    DB_TYPE: 'postgres',
    REDIS_HOST: env['REDIS_HOST'] ?? '',
    REDIS_PORT: env['REDIS_PORT'] ?? '',
    POSTGRES_HOST: env['POSTGRES_HOST'] ?? '',
    POSTGRES_PORT: env['POSTGRES_PORT'] ?? '',
    POSTGRES_USER: env['POSTGRES_USER'] ?? '',
    POSTGRES_PASSWORD: env['POSTGRES_PASSWORD'] ?? '',
    POSTGRES_DB: 'postgres',
  };
});

const noKafka = () => ({ ...real, QUEUE_TYPE: 'kafka', KAFKA_BOOTSTRAP_SERVERS: nowhere });
const noRedis = () => ({ ...real, REDIS_PORT: nowhere.split(':')[1] ?? '' });
const noPostgres = () => ({ ...real, POSTGRES_PORT: nowhere.split(':')[1] ?? '' });

describe('a service that cannot be reached', () => {
  it.each([
    ['topics create', noKafka],
    ['topics describe', noRedis],
    ['produce --seed x --orders 1', noKafka],
    ['produce --seed x --orders 1', noRedis],
    ['seed', noPostgres],
    ['cache-worker --once', noPostgres],
    ['consume --all', noKafka],
    ['consume --all', noPostgres],
    ['start --duration 1', noPostgres],
  ])('ends %s with one line that contains its address and a remedy', async (command, settings) => {
    const { code, stdout, stderr } = await foldmart(command.split(' '), settings());
    const complaints = stderr.split('\n').filter((line) => line.startsWith('foldmart:'));
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain(nowhere);
    expect(complaints[0]).toMatch(/\(.+\)$/);
    expect(stderr).not.toContain('    at ');
  });
});

interface Diagnosis {
  readonly isHealthy: boolean;
  readonly checks: readonly {
    name: string;
    isHealthy: boolean;
    finding: string;
    remedy?: string;
  }[];
}

async function failing(settings: ShopSettings): Promise<readonly string[]> {
  const { checks } = (await foldmartJson(['doctor'], settings, 3)) as Diagnosis;
  return checks
    .filter(({ isHealthy }) => !isHealthy)
    .map(({ name, finding, remedy }) => `${name}: ${finding} (${remedy ?? 'no remedy'})`);
}

describe('the doctor', () => {
  it('finds no fault in memory', async () => {
    expect(await foldmartJson(['doctor'])).toMatchObject({ isHealthy: true });
  });

  it('lists every missing service and its address', async () => {
    const settings = {
      ...noPostgres(),
      ...noRedis(),
      ...noKafka(),
      POSTGRES_PORT: noPostgres().POSTGRES_PORT,
      REDIS_PORT: noRedis().REDIS_PORT,
    };
    const findings = await failing(settings);
    expect(findings).toHaveLength(3);
    for (const finding of findings) expect(finding).toContain(nowhere);
  });

  it('recognises a wrong password', async () => {
    const [finding, ...others] = (await failing({ ...real, POSTGRES_PASSWORD: 'wrong' })).filter(
      (line) => line.startsWith('database'),
    );
    expect(others).toEqual([]);
    expect(finding).toMatch(/password/);
    expect(finding).not.toContain('wrong');
  });

  it('recognises a missing database, and does not create it', async () => {
    const settings = { ...real, POSTGRES_DB: 'nobody_made_this' };
    for (let time = 0; time < 2; time += 1) {
      const findings = await failing(settings);
      expect(findings.join('\n')).toMatch(/database .*nobody_made_this.* does not exist/);
    }
  });
});
