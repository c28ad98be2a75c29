import { createMemoryDatabase, type MemoryDatabaseInstance } from '@foldmart/adapters-memory';
import { memoryShop } from '@foldmart/adapters-memory/shop';
import { catchUpProjection, createSubject, silentLogger, toEnvelope } from '@foldmart/core';
import {
  defaultGradeThresholds,
  orderCreated,
  shopDeciders,
  shopProjections,
  shopRegistry,
  updateGrades,
  userCreated,
  usersModel,
  type GradeUpdate,
  type OrderCreated,
  type UpdateGradesDependencies,
  type UpdateGradesOptions,
  type UserCreated,
} from '@foldmart/core/shop';
import { orderData, userData } from '@foldmart/core/shop/testing';
import { VirtualClock } from '@foldmart/core/testing';
import { seededChance } from '@foldmart/generator';
import fc from 'fast-check';

const projections = shopProjections();
const spendingProjection = projections.find(({ name }) => name === 'spending')!;
const [someUser] = fc.sample(userData(), { numRuns: 1, seed: 1 }) as [UserCreated['data']];
const [someOrder] = fc.sample(orderData(), { numRuns: 1, seed: 1 }) as [OrderCreated['data']];

/** A shop in memory whose customers are graded. Its first day is 2026-02-03. */
export class GradingShop {
  readonly clock = new VirtualClock(Date.UTC(2026, 1, 3, 12));
  readonly database: MemoryDatabaseInstance;
  readonly #ids = seededChance(1)('ids').ids;
  #orders = 0;

  constructor() {
    const { clock } = this;
    this.database = createMemoryDatabase({}, { clock, projections, modules: [memoryShop] });
  }

  get dependencies(): UpdateGradesDependencies {
    return {
      spending: this.database.module(memoryShop).spending,
      changeGrade: async (userId, change) =>
        (await this.user(userId).changeGrade(change)).events.length > 0,
    };
  }

  user(userId: string) {
    const { clock, database } = this;
    return createSubject({ name: 'user', decider: shopDeciders.user }, userId, async () => ({
      store: database.events,
      snapshots: database.snapshots,
      registry: shopRegistry,
      clock,
      ids: this.#ids,
      logger: silentLogger,
    }));
  }

  async register(userId: string, grade: string): Promise<void> {
    const data = { ...someUser, user_id: userId, grade };
    await this.#ingest(userCreated, data, `user-${userId}`);
  }

  /** Records an order of `at`, an RFC 3339 time, and projects it. */
  async buy(userId: string, amount: number, at: string, status = 'Success'): Promise<void> {
    const data: OrderCreated['data'] = {
      ...someOrder,
      order_id: `o_${String((this.#orders += 1))}`,
      user_id: userId,
      total_amount: amount,
      created_at: at,
      status,
    };
    await this.#ingest(orderCreated, data, `order-${data.order_id}`);
    const { events: store, projections: kept } = this.database;
    await catchUpProjection({ store, projections: kept }, spendingProjection);
  }

  async grades(): Promise<Readonly<Record<string, string | null>>> {
    const rows = await this.database.readModels.scan(usersModel, { limit: 1_000 });
    return Object.fromEntries(rows.map(({ user_id, grade }) => [user_id, grade]));
  }

  update(
    options: Partial<UpdateGradesOptions> = {},
    dependencies: Partial<UpdateGradesDependencies> = {},
  ): Promise<GradeUpdate> {
    return updateGrades(
      { ...this.dependencies, ...dependencies },
      {
        nowMs: this.clock.now(),
        thresholds: defaultGradeThresholds,
        windowDays: 90,
        ...options,
      },
    );
  }

  async #ingest(
    { type }: typeof userCreated | typeof orderCreated,
    data: UserCreated['data'] | OrderCreated['data'],
    streamId: string,
  ): Promise<void> {
    const metadata = { time: '2026-02-03T12:00:00Z', origin: 'producer' };
    const event = toEnvelope(shopRegistry, { type, data }, { ...metadata, id: this.#ids.next() });
    await this.database.events.ingest({ items: [{ streamId, startsStream: true, event }] });
  }
}
