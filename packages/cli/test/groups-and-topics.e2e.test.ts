import { createApp } from '@foldmart/composition';
import { defineDomain } from '@foldmart/core';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandOf, domainDirectory } from './support/domains.js';
import { startFoldmart, type Running, type ShopSettings } from './support/foldmart.js';
import { openDatabaseOnly, type ShopOnServices } from './support/shop-on-services.js';
import { triedQueues } from './support/tried-queues.js';

interface Shown {
  readonly groups: readonly {
    readonly state: string;
    readonly members: readonly { readonly name: string; readonly assignments: readonly object[] }[];
    readonly partitions: readonly { readonly committed: string; readonly lag: number }[];
  }[];
}

interface Reset {
  readonly resets: readonly { readonly from: string | null; readonly to: string }[];
}

const incremented = (by: number) => JSON.stringify({ event_type: 'incremented', data: { by } });
const ofCounter = ['--header', 'ce_subject=counter-a'];

// Each command is a process of its own, and a test runs up to twenty.
describe.each(triedQueues)('groups and topics on %s', { timeout: 240_000 }, (queue) => {
  let database: ShopOnServices;
  let settings: ShopSettings;
  let topic: string;
  let group: string;
  const running: Running[] = [];

  beforeEach(async () => {
    database = openDatabaseOnly();
    const prefix = `e2e-groups-${process.pid.toString(36)}-${Date.now().toString(36)}-`;
    topic = `${prefix}counters`;
    group = `${prefix}counters_group`;
    settings = {
      ...database.settings,
      QUEUE_TYPE: queue,
      TOPIC_PREFIX: prefix,
      CONSUMER_SESSION_TIMEOUT: '10',
      CONSUMER_HEARTBEAT_INTERVAL: '1',
    };
    await commandOf('counters', settings).run('topics', 'create');
  });
  afterEach(async () => {
    for (const each of running.splice(0)) {
      each.kill('SIGKILL');
      await each.finished;
    }
    const app = await createApp(defineDomain({ name: 'cleaner' }), settings);
    try {
      await app.bus().admin.deleteTopics([topic]);
    } finally {
      await app.close();
      await database.dispose();
    }
  });

  const file = async (...lines: readonly string[]) => {
    const path = join(await mkdtemp(join(tmpdir(), 'foldmart-')), 'bodies.jsonl');
    await writeFile(path, lines.join('\n'));
    return path;
  };

  it('publishes and tails, and a group is shown, reset and deleted', async () => {
    const { run, json, notRight, start } = commandOf('counters', settings);
    const bodies = await file(incremented(1), incremented(2), incremented(3));
    const published = (await json('topics', 'publish', topic, ...ofCounter, '--file', bodies)) as {
      published: readonly { partition: number; key: string; id: string }[];
    };
    expect(published.published).toHaveLength(3);

    const wrong = await file(incremented(1), '{"event_type":"incremented","data":{}}');
    const refused = await run('topics', 'publish', topic, ...ofCounter, '--file', wrong);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('line 2: invalid');

    const tail = await run('topics', 'tail', topic, '-o', 'json', '--where', 'data.by=3');
    expect(tail.code, tail.stderr).toBe(0);
    expect(
      tail.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{ topic, key: published.published[2]?.key, body: { data: { by: 3 } } }]);
    const readable = await run('topics', 'tail', topic, '--last', '1', '--from', 'earliest');
    expect(readable.stdout).toContain(`${topic}[`);
    expect(readable.stdout).toContain(incremented(2));

    const consumer = startFoldmart(
      ['--app', domainDirectory('counters'), 'consume', '--all'],
      settings,
    );
    running.push(consumer);
    await consumer.shows('total 3 consumers started');
    await shown(json, ({ state, members, partitions }) => {
      const lag = partitions.reduce((sum, each) => sum + each.lag, 0);
      return state === 'stable' && members.length === 3 && lag === 0;
    });
    const text = await run('groups', 'show', group);
    expect(text.stdout).toMatch(/GROUP +TOPIC +PARTITION +CURRENT-OFFSET +LOG-END-OFFSET +LAG\n/);
    expect(text.stdout).toContain('_consumer_1');
    const watch = start('groups', 'show', group, '--watch', '--interval', '1', '-o', 'json');
    running.push(watch);
    await watch.prints('"consumedPerSecond":0');
    watch.kill('SIGINT');
    expect((await watch.finished).code).toBe(0);
    const active = await run('groups', 'reset', group, '--to', 'earliest', '--yes');
    expect(active.code).toBe(1);
    expect(active.stderr).toContain('has members');
    expect(active.stderr).toContain('_consumer_1');
    consumer.kill('SIGTERM');
    await consumer.finished;

    const demanded = await run('groups', 'reset', group, '--to', 'earliest');
    expect(demanded.code).toBe(2);
    expect(demanded.stderr).toContain('--yes');
    const planned = (await json(
      'groups',
      'reset',
      group,
      '--to',
      'earliest',
      '--dry-run',
    )) as Reset;
    expect(behind(planned)).toBe(3);
    const still = (await json('groups', 'show', group)) as Shown;
    expect(still.groups[0]).toMatchObject({ state: 'empty', members: [] });
    await json('groups', 'reset', group, '--to', 'earliest', '--yes');
    const after = (await json('groups', 'show', group)) as Shown;
    expect(after.groups[0]?.partitions.reduce((sum, { lag }) => sum + lag, 0)).toBe(3);
    const forward = (await json('groups', 'reset', group, '--to', 'shift:+9', '--yes')) as Reset;
    expect(behind(forward)).toBe(-3);
    const range = await run('groups', 'reset', group, '--to', 'offset:999999999999999999', '--yes');
    expect(range.code).toBe(2);
    expect(range.stderr).toContain('it may be');

    expect(await json('groups', 'delete', group, '--yes')).toEqual({ group, deleted: true });
    expect((await run('groups', 'show', group)).code).toBe(1);
    expect(await json('groups', 'list', '--prefix', group)).toEqual({
      groups: [],
      totals: { groups: 0, members: 0, lag: 0 },
    });
    expect(await notRight('topics', 'alter', topic, '--partitions', '1', '--yes')).toMatchObject({
      alterations: [
        { property: 'partitions', obstacle: expect.stringContaining('fewer') as string },
      ],
    });
  });

  it('alter ends the drift of a topic, and refuses what would reorder messages', async () => {
    const { run, json, notRight } = commandOf('counters', settings);
    expect(await json('topics', 'alter', topic, '--retention', '1d', '--yes')).toMatchObject({
      alterations: [{ property: 'retentionMs', to: 86_400_000, obstacle: null }],
    });
    expect(await notRight('topics', 'describe')).toMatchObject({
      drift: [{ topic, property: 'retentionMs', actual: 86_400_000 }],
    });
    const asked = await run('topics', 'alter');
    expect(asked.code).toBe(2);
    expect(await json('topics', 'alter', '--dry-run')).toMatchObject({ dryRun: true });
    await json('topics', 'alter', '--yes');
    expect(await json('topics', 'describe')).toMatchObject({ drift: [] });
    expect(await json('topics', 'list', '--prefix', topic)).toEqual({
      topics: [{ name: topic, isOwn: true }],
    });

    await json('topics', 'publish', topic, ...ofCounter, '--file', await file(incremented(1)));
    const more = ['topics', 'alter', topic, '--partitions', '5', '--yes'];
    expect(await notRight(...more)).toMatchObject({
      alterations: [{ obstacle: expect.stringContaining('1 messages wait') as string }],
    });
    await json(...more, '--allow-reordering');
    expect(await notRight('topics', 'describe')).toMatchObject({ topics: [{ partitions: 5 }] });
  });

  it('follows a topic without joining a group', async () => {
    const { run, start } = commandOf('counters', settings);
    const tail = start('topics', 'tail', topic, '--follow', '--key', 'only');
    running.push(tail);
    const raw = ['topics', 'publish', topic, '--raw', '--header', 'tenant=blue'];
    await run(...raw, '--key', 'other', '--file', await file('not shown'));
    await run(...raw, '--key', 'only', '--file', await file('not JSON'));
    await tail.prints('not JSON');
    expect(tail.stdout()).toContain('tenant=blue');
    expect(tail.stdout()).not.toContain('not shown');
    expect((await run('groups', 'show', group)).code).toBe(1);
    tail.kill('SIGTERM');
    expect((await tail.finished).code).toBe(0);
  });

  async function shown(
    json: (...args: string[]) => Promise<unknown>,
    isDone: (group: Shown['groups'][number]) => boolean,
  ): Promise<void> {
    await expect
      .poll(
        async () => {
          const { groups } = (await json('groups', 'show')) as Shown;
          const [found] = groups;
          return found !== undefined && isDone(found);
        },
        { timeout: 60_000, interval: 500 },
      )
      .toBe(true);
  }
});

/** How many messages the reset goes back, in partitions with a commit. */
function behind({ resets }: Reset): number {
  return resets.reduce((sum, { from, to }) => sum + Number(from ?? to) - Number(to), 0);
}
