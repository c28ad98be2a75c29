import { silentLogger } from '@foldmart/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GroupMembership, type Heartbeat } from '../src/event-bus/group-membership.js';
import { TopicDirectory } from '../src/event-bus/topic-directory.js';
import { redisOptionsSchema } from '../src/index.js';
import { RedisConnection } from '../src/redis-connection.js';
import { eventually } from './setting/eventually.js';
import { PrivateRedis } from './setting/private-redis.js';
import { systemDependencies } from './setting/system-dependencies.js';

const SHORT_MS = 200;
const LONG_MS = 60_000;

describe('a lease', () => {
  let server: PrivateRedis;
  let connection: RedisConnection;
  beforeAll(async () => {
    server = await PrivateRedis.start();
    const options = redisOptionsSchema.parse({ host: '127.0.0.1', port: server.port });
    connection = new RedisConnection(options, { port: 'event-bus' }, systemDependencies);
  });
  afterAll(async () => {
    connection.close();
    await server.stop();
  });

  async function newTopic(prefix: string): Promise<TopicDirectory> {
    const directory = new TopicDirectory(connection, prefix, silentLogger);
    await directory.create('test', 'orders', { partitions: 1, retentionMs: LONG_MS });
    return directory;
  }

  async function joined(
    directory: TopicDirectory,
    member: string,
    sessionTimeoutMs: number,
  ): Promise<GroupMembership> {
    const place = { topic: 'orders', group: 'g', member, sessionTimeoutMs };
    const membership = new GroupMembership(connection, directory, place);
    await membership.join('earliest', member);
    return membership;
  }

  function leaseOf({ topicId, partitions }: Heartbeat) {
    const [state] = partitions;
    if (state?.token === undefined) return undefined;
    const start = { ms: 0, offset: 0 };
    const { token } = state;
    return { topic: 'orders', topicId, partition: 0, token, start, isContinued: false };
  }

  it('that passed to another member fences its former holder', async () => {
    const directory = await newTopic('passed:');
    const former = await joined(directory, 'former', SHORT_MS);
    const formerLease = leaseOf(await former.beat([]));
    const present = await joined(directory, 'present', LONG_MS);
    const lease = await eventually('the lease passes on', async () =>
      leaseOf(await present.beat([])),
    );
    const last = (await present.beat([])).partitions[0]?.last ?? { ms: 0, offset: 0 };
    await present.commit(lease, last);

    const earlier = { ...last, offset: last.offset - 5 };
    await expect(former.commit(formerLease ?? lease, earlier)).rejects.toMatchObject({
      code: 'fenced',
    });
    expect((await present.beat([])).partitions[0]?.committed).toEqual(last);
    expect(Number(lease.token)).toBeGreaterThan(Number(formerLease?.token));
  });

  it('that no member took while its holder was stalled is still valid', async () => {
    const directory = await newTopic('slept:');
    const member = await joined(directory, 'm', 1);
    const lease = leaseOf(await member.beat([]));
    await eventually('its session has expired', async () => {
      const [seconds, micros] = await server.ask((redis) => redis.time());
      const nowMs = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
      return server
        .ask((redis) => redis.zcount('slept:{orders}:members:g', 0, nowMs))
        .then(Boolean);
    });
    const beat = await member.beat([]);
    expect(leaseOf(beat)).toEqual(lease);
    await member.commit(lease!, beat.partitions[0]!.last);
  });

  it('stays with its holder when the former holder returns', async () => {
    const directory = await newTopic('back:');
    const former = await joined(directory, 'former', SHORT_MS);
    await former.beat([]);
    const present = await joined(directory, 'present', LONG_MS);
    await eventually('the lease passes on', async () => leaseOf(await present.beat([])));
    expect((await former.beat([])).share).toBe(0);
    expect((await present.beat([])).share).toBe(1);
  });

  it('taken after the data was deleted has a higher token than any before', async () => {
    const directory = await newTopic('flushed:');
    const member = await joined(directory, 'm', LONG_MS);
    const before = leaseOf(await member.beat([]));
    await directory.load('test', 'orders');
    await server.ask((redis) => redis.flushall());
    const after = leaseOf(await member.beat([]));
    expect(Number(after?.token)).toBeGreaterThan(Number(before?.token));
    await expect(member.commit(before!, { ms: 1, offset: 1 })).rejects.toMatchObject({
      code: 'fenced',
    });
  });

  it('counts only for the topic that it was granted for', async () => {
    const directory = await newTopic('renamed:');
    const member = await joined(directory, 'm', LONG_MS);
    const beat = await member.beat([]);
    await server.ask((redis) => redis.hset('renamed:{orders}:topic', 'id', 'another'));
    await expect(member.commit(leaseOf(beat)!, beat.partitions[0]!.last)).rejects.toMatchObject({
      code: 'fenced',
    });
    const { topicId, partitions } = await member.beat([]);
    expect(topicId).toBe('another');
    expect(partitions[0]?.token).not.toBe(beat.partitions[0]?.token);
  });

  it('is assigned in the order of joining; the first members get more', async () => {
    const directory = new TopicDirectory(connection, 'shares:', silentLogger);
    await directory.create('test', 'orders', { partitions: 8, retentionMs: LONG_MS });
    const members: GroupMembership[] = [];
    for (const name of ['c', 'b', 'a']) members.push(await joined(directory, name, LONG_MS));
    const beats: Heartbeat[] = [];
    for (const member of members) beats.push(await member.beat([]));
    expect(beats.map(({ share }) => share)).toEqual([3, 3, 2]);
    const held = beats.map(({ partitions }) =>
      partitions.filter(({ token }) => token !== undefined).map(({ partition }) => partition),
    );
    expect(held).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7],
    ]);
  });
});
