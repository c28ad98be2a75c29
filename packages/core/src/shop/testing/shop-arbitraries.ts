import fc from 'fast-check';
import type { OrderCreated, OrderStatusChanged } from '../orders/order-events.js';
import type { ProductCreated } from '../products/product-events.js';
import type { UserCreated, UserGradeChanged } from '../users/user-events.js';

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
const money = fc.integer({ min: 0, max: 10 ** 12 }).map((cents) => cents / 100);
const genders = ['M', 'F', 'X'];
const orderStatuses = ['Created', 'Paid', 'Shipped', 'Delivered', 'Cancelled', '완료'];
const grades = ['BRONZE', 'SILVER', 'GOLD', 'VIP'];

/** Ids such as `u_12345`; few different ones, so that they repeat. */
export function userIds(): fc.Arbitrary<string> {
  return fc.integer({ min: 1, max: 99_999 }).map((number) => `u_${String(number)}`);
}

/** Ids such as `p_67890`; few different ones, so that they repeat. */
export function productIds(): fc.Arbitrary<string> {
  return fc.integer({ min: 1, max: 99_999 }).map((number) => `p_${String(number)}`);
}

/** Dates and times as producers write them: with or without fractions and a zone. */
export function wireTimes(): fc.Arbitrary<string> {
  const seconds = fc
    .date({ min: new Date(0), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, -'.000Z'.length));
  const fraction = fc.option(fc.stringMatching(/^\d{1,9}$/), { nil: undefined });
  const zone = fc.constantFrom('', '', 'Z', '+09:00', '-03:30', '+0545');
  return fc
    .tuple(seconds, fraction, zone)
    .map(([time, digits, suffix]) =>
      digits === undefined ? time + suffix : `${time}.${digits}${suffix}`,
    );
}

/** Fields that no schema knows: any JSON, under names of their own. */
export function unknownFields(): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  const name = fc.stringMatching(/^x_[a-z]{1,8}$/);
  const value = fc
    .json({ maxDepth: 3 })
    .filter((json) => !/__proto__|constructor/.test(json))
    .map((json) => JSON.parse(json) as unknown);
  return fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true });
}

/** Data of `user_created` that fits its schema, with additional fields; not realistic. */
export function userData(): fc.Arbitrary<UserCreated['data']> {
  return withUnknownFields(
    fc.record({
      user_id: userIds(),
      name: word,
      email: fc.stringMatching(/^[a-z][a-z0-9]{0,20}@example\.(com|org)$/),
      phone: fc.stringMatching(/^010-\d{4}-\d{4}$/),
      gender: fc.constantFrom(...genders),
      age: fc.integer({ min: 0, max: 150 }),
      age_group: word,
      region: word,
      grade: fc.oneof(fc.constantFrom(...grades), word),
      created_at: wireTimes(),
    }),
  );
}

/** Data of `user_grade_changed` that fits its schema. */
export function userGradeData(): fc.Arbitrary<UserGradeChanged['data']> {
  return withUnknownFields(
    fc.record({
      user_id: userIds(),
      previous_grade: fc.constantFrom(...grades),
      grade: fc.constantFrom(...grades),
      changed_at: wireTimes(),
    }),
  );
}

/** Data of `product_created` that fits its schema; the discount is independent of the prices. */
export function productData(): fc.Arbitrary<ProductCreated['data']> {
  return withUnknownFields(
    fc.record({
      product_id: productIds(),
      name: word,
      category: word,
      brand: word,
      price: money,
      org_price: money,
      discount_rate: fc.integer({ min: 0, max: 10_000 }).map((rate) => rate / 100),
      stock: fc.nat(),
      created_at: wireTimes(),
    }),
  );
}

/** Data of `order_created` that fits its schema; the total is independent of its parts. */
export function orderData(): fc.Arbitrary<OrderCreated['data']> {
  return withUnknownFields(
    fc.record({
      order_id: fc.uuid(),
      created_at: wireTimes(),
      user_id: userIds(),
      product_id: productIds(),
      quantity: fc.integer({ min: 1, max: 1_000 }),
      total_amount: money,
      shipping_cost: money,
      discount_amount: money,
      payment_method: word,
      status: word,
      category: word,
      user_region: word,
      user_gender: fc.constantFrom(...genders),
      user_age_group: word,
    }),
  );
}

/** Data of `order_status_changed` that fits its schema. */
export function orderStatusData(): fc.Arbitrary<OrderStatusChanged['data']> {
  return withUnknownFields(
    fc.record({
      order_id: fc.uuid(),
      user_id: userIds(),
      previous_status: fc.constantFrom(...orderStatuses),
      status: fc.constantFrom(...orderStatuses),
      changed_at: wireTimes(),
      ordered_at: wireTimes(),
      total_amount: money,
    }),
  );
}

function withUnknownFields<Data>(data: fc.Arbitrary<Data>): fc.Arbitrary<Data> {
  return fc.tuple(unknownFields(), data).map(([unknown, known]) => ({ ...unknown, ...known }));
}
