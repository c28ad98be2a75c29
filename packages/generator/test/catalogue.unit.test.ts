import type { EventEnvelope } from '@foldmart/core';
import {
  catalogueEntries,
  catalogueProducts,
  catalogueUsers,
  defaultCatalogue,
  shopRegistry,
} from '@foldmart/core/shop';
import { describe, expect, it } from 'vitest';
import { createShopGenerator, seededChance, type Locale } from '@foldmart/generator';

function dependencies(locale: Locale = 'ko', seed = 1) {
  return {
    generator: createShopGenerator({ locale }),
    registry: shopRegistry,
    chance: seededChance(seed),
  };
}

function withoutRest<Item>(items: Iterable<Item>): Item {
  for (const item of items) return item;
  throw new Error('There is none.');
}

describe('a seed’s catalogue', () => {
  // Another catalogue under the same ids would conflict with what people have in their databases.
  it('is the same in every release', () => {
    expect(withoutRest(catalogueUsers(dependencies(), defaultCatalogue))).toMatchInlineSnapshot(`
      {
        "data": {
          "age": 41,
          "age_group": "40대",
          "created_at": "2024-05-07T02:59:45",
          "email": "sol.ea22283a@example.com",
          "gender": "F",
          "grade": "SILVER",
          "name": "신예담",
          "phone": "010-6157-4397",
          "region": "대구시",
          "user_id": "u_b42a1d71ea22283a",
        },
        "id": "e6b55bce-502f-4f01-8f94-0d4bea5c97f3",
        "origin": "seed",
        "schemaVersion": 1,
        "time": "2024-05-07T02:59:45.214Z",
        "type": "user_created",
      }
    `);
    expect(withoutRest(catalogueProducts(dependencies(), defaultCatalogue))).toMatchInlineSnapshot(`
      {
        "data": {
          "brand": "크리넥스",
          "category": "생활용품",
          "created_at": "2025-10-02T06:46:20",
          "discount_rate": 16.32,
          "name": "리필 수건",
          "org_price": 4900,
          "price": 4100,
          "product_id": "p_95faed125098b113",
          "stock": 12,
        },
        "id": "2d3ed807-62ed-427e-b9d3-4760ee1cfeaf",
        "origin": "seed",
        "schemaVersion": 1,
        "time": "2025-10-02T06:46:20.541Z",
        "type": "product_created",
      }
    `);
    expect(withoutRest(catalogueUsers(dependencies('en'), defaultCatalogue)).data)
      .toMatchInlineSnapshot(`
        {
          "age": 49,
          "age_group": "40-49",
          "created_at": "2024-05-07T02:59:45",
          "email": "pixel.ea22283a@example.com",
          "gender": "F",
          "grade": "BRONZE",
          "name": "Kelley Jackson",
          "phone": "555-0161-5743",
          "region": "North Carolina",
          "user_id": "u_b42a1d71ea22283a",
        }
      `);
  });

  it('begins alike, however large it is', () => {
    const take = (users: number): readonly EventEnvelope[] => [
      ...catalogueUsers(dependencies(), { ...defaultCatalogue, users }),
    ];
    expect(take(100).slice(0, 30)).toStrictEqual(take(30));
  });

  it('has the same entries with and without their events', () => {
    const options = { ...defaultCatalogue, users: 40, products: 40 };
    const { users, products } = catalogueEntries(dependencies(), options);
    const dataOf = (events: Iterable<EventEnvelope>) => Array.from(events, ({ data }) => data);
    expect(users).toStrictEqual(dataOf(catalogueUsers(dependencies(), options)));
    const listed = dataOf(catalogueProducts(dependencies(), options));
    for (const [index, product] of products.entries()) expect(listed[index]).toMatchObject(product);
    expect(products).toHaveLength(40);
  });

  it('has opened its accounts within two years', () => {
    const ages = Array.from(
      catalogueUsers(dependencies(), { ...defaultCatalogue, users: 2_000 }),
      ({ time }) => (defaultCatalogue.startMs - Date.parse(time)) / 86_400_000,
    );
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...ages)).toBeLessThanOrEqual(730);
    expect(Math.max(...ages)).toBeGreaterThan(700);
  });
});
