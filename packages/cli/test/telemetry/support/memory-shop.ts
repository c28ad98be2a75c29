import { createShop, loadShopSettings, type Shop } from '@foldmart/composition/shop';

/** Opens a shop in memory. */
export function openShop(settings: Readonly<Record<string, string>> = {}): Promise<Shop> {
  const environment = { LOG_LEVEL: 'silent', ...settings };
  return createShop(loadShopSettings({ environment, envFile: null }));
}

/** An order to publish. */
export function orderFact(id: string) {
  return {
    type: 'order_created',
    data: {
      order_id: id,
      created_at: '2026-02-03T14:30:00',
      user_id: 'u_12345',
      product_id: 'p_67890',
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
    },
  };
}

/** A user to register. */
export function newUser(id: string) {
  return {
    user_id: id,
    name: '홍길동',
    email: 'hong@example.com',
    phone: '010-1234-5678',
    gender: 'M' as const,
    age: 25,
    age_group: '20대',
    region: '서울시',
    grade: 'BRONZE',
    created_at: '2026-02-03T14:30:00',
  };
}
