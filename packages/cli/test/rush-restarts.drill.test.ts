import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFoldmart } from './support/foldmart.js';
import { openRush } from './support/rush-on-services.js';

const script = fileURLToPath(new URL('../../../scripts/services', import.meta.url));

/** A separate set of services, because the test kills its members. */
const environment = { ...process.env, FOLDMART_SERVICES_INSTANCE: '6' };

async function services(...command: readonly string[]): Promise<string> {
  return (await promisify(execFile)(script, command, { env: environment })).stdout;
}

const restarts = [
  { queue: 'redis', killed: ['redis'] },
  { queue: 'redis', killed: ['postgres'] },
  { queue: 'kafka', killed: ['kafka1', 'kafka2', 'kafka3'] },
  { queue: 'kafka', killed: ['postgres'] },
] as const;

describe('a rush whose services are killed during the race', () => {
  let own: Record<string, string>;
  beforeAll(async () => {
    await services('up');
    own = JSON.parse(await services('env', '--json')) as Record<string, string>;
  });
  afterAll(() => services('down'));

  it.each(restarts)(
    'is exact on $queue when $killed come back',
    { timeout: 300_000 },
    async ({ queue, killed }) => {
      const rush = openRush(queue, {
        ...own,
        REDIS_URL: `redis://${own['REDIS_HOST'] ?? ''}:${own['REDIS_PORT'] ?? ''}/9`,
      });
      try {
        const running = startFoldmart(
          [
            'rush',
            '--queue',
            queue,
            '--users',
            '3000',
            '--stock',
            '100',
            '--workers',
            '2',
            '-o',
            'json',
          ],
          rush.settings,
        );
        await running.shows('accepted ');
        await Promise.all(killed.map((name) => services('stop', name, '--kill')));
        await services('up');
        const { code, stdout, stderr } = await running.finished;
        expect({ code, report: JSON.parse(stdout) as unknown }, stderr).toMatchObject({
          code: 0,
          report: {
            requests: 9_000,
            decided: 9_000,
            issued: 100,
            distinctUsers: 100,
            isRight: true,
          },
        });
      } finally {
        await rush.dispose();
      }
    },
  );
});
