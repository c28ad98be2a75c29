import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFoldmart } from './support/foldmart.js';
import { ownServices, useOwnServices } from './support/own-services.js';
import { openRush } from './support/rush-on-services.js';

const restarts = [
  { queue: 'redis', killed: ['redis'] },
  { queue: 'redis', killed: ['postgres'] },
  { queue: 'kafka', killed: ['kafka1', 'kafka2', 'kafka3'] },
  { queue: 'kafka', killed: ['postgres'] },
] as const;

describe('a rush whose services are killed during the race', () => {
  beforeAll(useOwnServices, 240_000);
  afterAll(() => ownServices('down'), 60_000);

  it.each(restarts)(
    'is exact on $queue when $killed come back',
    { timeout: 300_000 },
    async ({ queue, killed }) => {
      const rush = openRush(queue);
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
        await Promise.all(killed.map((name) => ownServices('stop', name, '--kill')));
        await ownServices('up');
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
