import { prepareTopics } from '@foldmart/composition';
import type { Shop } from '@foldmart/composition/shop';
import {
  createBusPublisher,
  createOrderedPublisher,
  retryTransient,
  toEnvelope,
  type EventEnvelope,
} from '@foldmart/core';
import type { ProcessContext } from '../processes/process-spec.js';
import {
  gradeChanged,
  orderCreated,
  productCreated,
  productIds,
  userCreated,
  userIds,
  type ShopFact,
} from './shop-data.js';
import type { ShopJournal } from './shop-journal.js';

/**
 * Publishes users, products, orders and grades, with several calls in flight, and repeats what failed in order, as the shop's
 * producer does. Some messages are poison, some repeat or contradict earlier ones.
 */
export async function produce(
  shop: Shop,
  context: ProcessContext,
  journal: ShopJournal,
): Promise<void> {
  const producer = new Producer(shop, context, journal);
  const { choose, clock, workOver } = context;
  await retryTransient(() => prepareTopics(shop), context);
  const calls: Promise<void>[] = [];
  const failed = new AbortController();
  while (!workOver.aborted && !failed.signal.aborted) {
    const call = producer.publishNext();
    call.catch(() => failed.abort());
    calls.push(call);
    await clock.sleep(choose.pauseMs(), workOver);
  }
  await Promise.all(calls);
}

const kinds = ['order', 'grade', 'user', 'product', 'repeat', 'poison', 'conflict'] as const;
const weights = [10, 6, 3, 2, 2, 1, 1];

class Producer {
  readonly #shop: Shop;
  readonly #context: ProcessContext;
  readonly #journal: ShopJournal;
  readonly #publish: (events: readonly EventEnvelope[]) => Promise<void>;
  readonly #sent: EventEnvelope[] = [];

  constructor(shop: Shop, context: ProcessContext, journal: ShopJournal) {
    this.#shop = shop;
    this.#context = context;
    this.#journal = journal;
    const { clock, random } = context;
    const bus = createBusPublisher({ bus: shop.bus(), codec: shop.codec });
    this.#publish = createOrderedPublisher(bus, { retry: { clock, random } });
  }

  async publishNext(): Promise<void> {
    const { choose } = this.#context;
    const kind = kinds[choose.weighted(weights)] ?? 'order';
    if (kind === 'poison') return this.#publishPoison();
    const count = kind === 'order' ? choose.integer(1, 3) : 1;
    await this.#send(Array.from({ length: count }, () => this.#event(kind)));
  }

  #event(kind: Exclude<(typeof kinds)[number], 'poison'>): EventEnvelope {
    const { choose, ids } = this.#context;
    const earlier = this.#sent.filter(({ type }) => type === 'order_created');
    if (kind === 'repeat' && this.#sent.length > 0) return choose.oneOf(this.#sent);
    if (kind === 'conflict' && earlier.length > 0) return this.#contradict(choose.oneOf(earlier));
    const user = choose.oneOf(userIds);
    switch (kind) {
      case 'grade':
        return this.#envelope(gradeChanged(user, this.#journal.nextNumber()));
      case 'user':
        return this.#envelope(userCreated(user), `user ${user}`);
      case 'product':
        return this.#product(choose.oneOf(productIds));
      default:
        return this.#envelope(orderCreated(ids.next(), user, choose));
    }
  }

  #product(id: string): EventEnvelope {
    return this.#envelope(productCreated(id), `product ${id}`);
  }

  /** Another order under the number of an earlier one. */
  #contradict({ data }: EventEnvelope): EventEnvelope {
    const event = this.#envelope({
      type: 'order_created',
      data: { ...data, quantity: Number(data['quantity']) + 1 },
    });
    this.#journal.conflicts.add(event.id);
    return event;
  }

  #envelope(fact: ShopFact, id = this.#context.ids.next()): EventEnvelope {
    const { registry, clock } = this.#shop;
    const time = new Date(clock.now()).toISOString();
    const event = toEnvelope(registry, fact, { id, time, origin: 'producer' });
    this.#sent.push(event);
    return event;
  }

  async #send(events: readonly EventEnvelope[]): Promise<void> {
    const { name, tell } = this.#context;
    tell('publishes', events.map(({ type, id }) => `${type} ${id.slice(0, 8)}`).join(', '));
    await this.#publish(events);
    for (const { id } of events) this.#journal.published.set(id, name);
  }

  /** A message that cannot be read, until an operator has mended it. */
  async #publishPoison(): Promise<void> {
    const { choose, tell } = this.#context;
    const user = choose.oneOf(userIds);
    const text = `poison ${String(this.#journal.nextNumber())} of ${user}`;
    this.#journal.poison.add(text);
    tell('publishes', text);
    const headers = { ce_id: this.#context.ids.next() };
    const message = { key: utf8.encode(user), value: utf8.encode(text), headers };
    const publish = createOrderedPublisher(() => this.#shop.bus().publish('users', [message]), {
      retry: this.#context,
    });
    await publish(text);
    this.#journal.sentPoison.add(text);
  }
}

const utf8 = new TextEncoder();
