import { faker } from '@faker-js/faker/locale/ko';
import type { Open } from '../../frame/row.js';
import { orderGenerator } from '../../measure/order-messages.js';

/** Orders by the shop's rules, of a catalogue that exists, with ids, totals and metadata, checked by their schema. */
export const openGenerator: Open = async () => {
  const generate = orderGenerator('generate');
  return {
    async run({ size }) {
      const { length: count } = await generate(size);
      return { count };
    },
    close: async () => undefined,
  };
};

/** Objects with the same fields, by faker alone: no rules, no totals, no events. */
export const openFaker: Open = async () => ({
  async run({ size }) {
    const orders = Array.from({ length: size }, fakeOrder);
    await Promise.resolve();
    return { count: orders.length };
  },
  close: async () => undefined,
});

function fakeOrder() {
  return {
    order_id: faker.string.uuid(),
    created_at: faker.date.recent().toISOString(),
    user_id: `u_${faker.string.numeric(6)}`,
    product_id: `p_${faker.string.numeric(6)}`,
    quantity: faker.number.int({ min: 1, max: 5 }),
    total_amount: faker.number.int({ min: 1_000, max: 1_000_000 }),
    shipping_cost: faker.helpers.arrayElement([0, 3_000]),
    discount_amount: faker.number.int({ min: 0, max: 50_000 }),
    payment_method: faker.helpers.arrayElement(['Card', 'KakaoPay', 'NaverPay', 'Bank']),
    status: faker.helpers.weightedArrayElement([
      { weight: 9, value: 'Success' },
      { weight: 1, value: 'Failed' },
    ]),
    category: faker.helpers.arrayElement(['전자제품', '의류', '식품', '도서']),
    user_region: faker.helpers.arrayElement(['서울시', '부산시', '대구시']),
    user_gender: faker.helpers.arrayElement(['M', 'F']),
    user_age_group: faker.helpers.arrayElement(['10대', '20대', '30대', '40대']),
  };
}
