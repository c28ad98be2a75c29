import {
  DeliveryAttempts,
  HandlerSlots,
  PartitionDelivery,
  silentLogger,
  type BatchHandler,
  type DeliveryContext,
  type MessageBatch,
  type SubscriptionObserver,
} from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';

const clock = new VirtualClock();

function batchAt(offset: string): MessageBatch {
  const message = { topic: 'orders', partition: 1, offset, timestampMs: 0 };
  return {
    topic: 'orders',
    partition: 1,
    position: { from: offset, next: String(Number(offset) + 1), topicId: null },
    messages: [{ ...message, key: null, value: null, headers: {} }],
  };
}

function contextOf(
  handler: BatchHandler,
  more: Partial<DeliveryContext> & { observer?: SubscriptionObserver } = {},
): DeliveryContext {
  return {
    handler,
    observer: {},
    slots: new HandlerSlots(1),
    attempts: new DeliveryAttempts(),
    retry: { firstDelayMs: 100, longestDelayMs: 1_000 },
    clock,
    random: { next: () => 1 },
    logger: silentLogger,
    ...more,
  };
}

/** Fails until its n-th call. */
function succeedingAt(nth: number, seen: number[] = []): BatchHandler {
  return async (_batch, { attempt }) => {
    seen.push(attempt);
    if (seen.length < nth) throw new Error('not yet');
  };
}

describe('the delivery of a partition', () => {
  it('retries a batch until it succeeds, counts its attempts and backs off between them', async () => {
    const attempts: number[] = [];
    const delays: number[] = [];
    const observer = { retrying: ({ delayMs }: { delayMs: number }) => void delays.push(delayMs) };
    const delivery = new PartitionDelivery(contextOf(succeedingAt(4, attempts), { observer }));
    expect(await clock.drive(delivery.deliver(batchAt('7')))).toBe(true);
    expect(attempts).toEqual([1, 2, 3, 4]);
    expect(delays).toEqual([100, 200, 400]);
  });

  it('counts the attempts of one batch across deliveries, and from 1 for another', async () => {
    const attempts = new DeliveryAttempts();
    const seen: number[] = [];
    const first = new PartitionDelivery(
      contextOf(
        async () => {
          first.stop();
          throw new Error('never');
        },
        { attempts },
      ),
    );
    expect(await clock.drive(first.deliver(batchAt('7')))).toBe(false);
    const second = new PartitionDelivery(contextOf(succeedingAt(1, seen), { attempts }));
    await second.deliver(batchAt('7'));
    await second.deliver(batchAt('8'));
    expect(seen).toEqual([2, 1]);
  });

  it('counts from 1 again for a batch that succeeded and is redelivered', async () => {
    const seen: number[] = [];
    const delivery = new PartitionDelivery(contextOf(succeedingAt(3, seen)));
    await clock.drive(delivery.deliver(batchAt('7')));
    await delivery.deliver(batchAt('7'));
    expect(seen).toEqual([1, 2, 3, 1]);
  });

  it('says whether its handler runs', async () => {
    const seen: boolean[] = [];
    const delivery: PartitionDelivery = new PartitionDelivery(
      contextOf(async () => {
        seen.push(delivery.isHandling);
        if (seen.length === 1) throw new Error('not yet');
      }),
    );
    expect(delivery.isHandling).toBe(false);
    const delivered = delivery.deliver(batchAt('7'));
    await clock.advance(1);
    expect(delivery.isHandling).toBe(false);
    await clock.drive(delivered);
    expect(seen).toEqual([true, true]);
    expect(delivery.isHandling).toBe(false);
  });

  it('counts a result that comes after it was stopped, and none after it was lost or abandoned', async () => {
    const endings = ['stop', 'lose', 'abandon'] as const;
    const counted = endings.map(async (ending) => {
      let signal: AbortSignal | undefined;
      const delivery: PartitionDelivery = new PartitionDelivery(
        contextOf(async (_batch, context) => {
          ({ signal } = context);
          delivery[ending]();
        }),
      );
      const counts = await delivery.deliver(batchAt('7'));
      return [ending, counts, signal?.aborted, await delivery.deliver(batchAt('8'))];
    });
    expect(await Promise.all(counted)).toEqual([
      ['stop', true, false, false],
      ['lose', false, true, false],
      ['abandon', false, false, false],
    ]);
  });

  it('does not begin, nor keep a slot, when it is stopped while it waits for one', async () => {
    const slots = new HandlerSlots(1);
    await slots.take();
    const delivery = new PartitionDelivery(contextOf(succeedingAt(1), { slots }));
    const delivering = delivery.deliver(batchAt('7'));
    delivery.stop();
    expect(await delivering).toBe(false);
    slots.release();
    expect(await slots.take()).toBe(true);
  });

  it('counts no attempt that did not begin', async () => {
    const attempts = new DeliveryAttempts();
    const slots = new HandlerSlots(1);
    await slots.take();
    const stopped = new PartitionDelivery(contextOf(succeedingAt(1), { slots, attempts }));
    const delivering = stopped.deliver(batchAt('7'));
    stopped.stop();
    expect(await delivering).toBe(false);
    const seen: number[] = [];
    await new PartitionDelivery(contextOf(succeedingAt(1, seen), { attempts })).deliver(
      batchAt('7'),
    );
    expect(seen).toEqual([1]);
  });

  it('announces no retry once it is stopped', async () => {
    const announced: unknown[] = [];
    const observer = { retrying: (failure: unknown) => void announced.push(failure) };
    const delivery: PartitionDelivery = new PartitionDelivery(
      contextOf(
        async () => {
          delivery.stop();
          throw new Error('too late');
        },
        { observer },
      ),
    );
    expect(await delivery.deliver(batchAt('7'))).toBe(false);
    expect(announced).toEqual([]);
  });

  it('logs a failure if there is no observer', async () => {
    const lines: unknown[] = [];
    const warn = (message: string, fields?: object) => void lines.push({ message, ...fields });
    const logger = { ...silentLogger, warn };
    const delivery = new PartitionDelivery(contextOf(succeedingAt(2), { logger }));
    await clock.drive(delivery.deliver(batchAt('7')));
    expect(lines).toEqual([
      {
        message: 'a batch failed',
        topic: 'orders',
        partition: 1,
        attempt: 1,
        delayMs: 100,
        error: new Error('not yet'),
      },
    ]);
  });
});
