import assert from 'node:assert/strict';
import {
  type AnyEventDefinition,
  type EventData,
  type EventEnvelope,
  type IngestItem,
  type LogPosition,
  type ShopRepository,
  requireIdentityId,
  streamIdOf,
} from '@foldmart/core';
import {
  orderCreated,
  productCreated,
  shopProjections,
  userCreated,
  userGradeChanged,
} from '@foldmart/core/shop';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';

const projections = shopProjections();
const activity = projections.find(({ mode }) => mode === 'async');

/** A shop on a store: what happens comes in as from the queue, and is counted when a case says so. */
export class Shop {
  readonly instance: StoreInstance;
  readonly #harness: EventStoreHarness;
  #events = 0;

  private constructor(harness: EventStoreHarness, instance: StoreInstance) {
    this.#harness = harness;
    this.instance = instance;
  }

  static async open(harness: EventStoreHarness): Promise<Shop> {
    return new Shop(harness, await harness.open(projections));
  }

  get repository(): ShopRepository {
    return this.instance.repository;
  }

  /** Another process on the same shop. */
  async another(): Promise<StoreInstance> {
    return this.#harness.open(projections);
  }

  /** Takes events in, in this order, in one batch. */
  async takeIn(...happened: readonly IngestItem[]): Promise<void> {
    const { outcomes } = await this.instance.events.ingest({ items: happened });
    assert.deepEqual(
      outcomes,
      happened.map(() => 'appended'),
    );
    this.#events += happened.length;
  }

  /** Brings the asynchronous projection up to the end of the log. */
  async countActivity(): Promise<void> {
    assert.ok(activity, 'the shop has an asynchronous projection');
    const { events, projections: store } = this.instance;
    const log = await new LogFollower(events).readUntil(this.#harness.clock, this.#events);
    const from = await store.checkpoint(activity);
    const fresh = log.slice(log.findIndex(({ position }) => position === from) + 1);
    const to: LogPosition | undefined = fresh.at(-1)?.position;
    if (to === undefined) return;
    const writes = fresh
      .filter(({ type }) => activity.handles.includes(type))
      .flatMap((event) => activity.project(event));
    assert.equal(await store.advance({ projection: activity, from, to, writes }), true);
  }
}

/** A user registers. */
export function user(id: string, data: EventData = {}): IngestItem {
  return happened(userCreated, {
    user_id: id,
    name: '홍길동',
    email: `${id}@example.com`,
    phone: '010-1234-5678',
    gender: 'M',
    age: 25,
    age_group: '20대',
    region: '서울시',
    grade: 'BRONZE',
    created_at: '2026-02-03T14:30:00',
    ...data,
  });
}

/** A product comes into the shop. */
export function product(id: string, data: EventData = {}): IngestItem {
  return happened(productCreated, {
    product_id: id,
    name: '무선 이어폰',
    category: '전자제품',
    brand: 'Apple',
    price: 259_000,
    org_price: 299_000,
    discount_rate: 13.37,
    stock: 150,
    created_at: '2026-02-03T14:30:00',
    ...data,
  });
}

/** A user orders a product. */
export function order(
  id: string,
  { by, of, at }: { readonly by: string; readonly of: string; readonly at: string },
): IngestItem {
  return happened(orderCreated, {
    order_id: id,
    created_at: at,
    user_id: by,
    product_id: of,
    quantity: 2,
    total_amount: 521_500,
    shipping_cost: 3_000,
    discount_amount: 500,
    payment_method: 'Card',
    status: 'Success',
    category: '전자제품',
    user_region: '서울시',
    user_gender: 'M',
    user_age_group: '20대',
  });
}

/** A user gets another grade. */
export function gradeChange(id: string, grade: string): IngestItem {
  return happened(userGradeChanged, {
    user_id: id,
    previous_grade: 'BRONZE',
    grade,
    changed_at: '2026-02-04T00:00:00',
  });
}

function happened(definition: AnyEventDefinition, data: EventData): IngestItem {
  const event: EventEnvelope = {
    id: requireIdentityId(definition, data),
    type: definition.type,
    data,
    schemaVersion: definition.version,
    time: '2026-02-03T14:30:00Z',
    origin: 'bus:shop',
  };
  return {
    streamId: streamIdOf(definition, data) ?? '',
    startsStream: definition.startsStream ?? false,
    event,
  };
}
