/** A user as it is cached. */
export type ExampleUser = Readonly<Record<string, unknown>> & { readonly user_id: string };

/** Users with the fields of the shop's users. */
export function exampleUsers(count: number): readonly ExampleUser[] {
  return Array.from({ length: count }, (_, nth) => ({
    user_id: `u_${String(nth).padStart(6, '0')}`,
    name: '홍길동',
    email: `hong${String(nth)}@example.com`,
    phone: '010-1234-5678',
    gender: 'M',
    age: 25,
    age_group: '20대',
    region: '서울시',
    grade: 'BRONZE',
    created_at: '2026-02-03T14:30:00.000000Z',
    last_cached_at: null,
    order_count: 0,
    last_ordered_at: null,
  }));
}
