import { expect, it } from 'vitest';
import { openBus, testServers } from './support/bus-harness.js';
import { ProxiedBrokers } from './support/proxied-brokers.js';
import { bodiesOf } from './support/reading.js';
import { withTopic } from './support/topics.js';

const SESSION_MS = 2_000;

it('a member whose heartbeats fail for its session is told so, commits nothing more, and joins again', async () => {
  const proxy = await ProxiedBrokers.before(testServers());
  const direct = openBus({ sessionTimeoutMs: SESSION_MS });
  const bus = openBus({
    bootstrapServers: proxy.servers,
    sessionTimeoutMs: SESSION_MS,
    requestTimeoutMs: 1_000,
    connectionTimeoutMs: 1_000,
  });
  await withTopic(direct, {}, async (topic) => {
    const group = `group-${topic}`;
    await direct.publish(topic, [{ key: 'k', value: 'first' }]);
    const signals: AbortSignal[] = [];
    let finish = (): void => undefined;
    const unheard = await bus.subscribe({ topic, group, member: 'unheard' }, async (_, context) => {
      signals.push(context.signal);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    await expect.poll(() => signals.length).toBe(1);
    proxy.isSwallowing = true;
    await expect.poll(() => signals[0]?.aborted, { timeout: 15_000 }).toBe(true);

    const inherited: (string | null)[] = [];
    const heir = await direct.subscribe({ topic, group, member: 'heir' }, async ({ messages }) => {
      inherited.push(...bodiesOf(messages));
    });
    await expect.poll(() => inherited, { timeout: 15_000 }).toEqual(['first']);
    finish();
    await direct.publish(topic, [{ key: 'k', value: 'second' }]);
    await expect.poll(() => inherited).toEqual(['first', 'second']);
    await expect
      .poll(() => direct.admin.lag(group, topic), { timeout: 10_000 })
      .toMatchObject([{ committed: '2', lag: 0 }]);

    proxy.isSwallowing = false;
    await heir.close();
    await expect.poll(() => unheard.assignments(), { timeout: 15_000 }).toEqual([0]);
    await direct.publish(topic, [{ key: 'k', value: 'third' }]);
    await expect.poll(() => signals.length, { timeout: 15_000 }).toBe(2);
    finish();
    await unheard.close();
    expect(await direct.admin.lag(group, topic)).toMatchObject([{ committed: '3', lag: 0 }]);
  });
  await Promise.all([bus.close(), direct.close()]);
  await proxy.close();
});
