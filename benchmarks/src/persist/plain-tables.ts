import type { KafkaMessage } from 'kafkajs';
import type pg from 'pg';

/** An order as plain code reads it from a message. */
export type PlainOrder = Readonly<Record<string, unknown>> & { readonly order_id: string };

/** The columns of the hand-written orders table, with their types. */
export const columns = [
  ['order_id', 'text'],
  ['created_at', 'timestamptz'],
  ['user_id', 'text'],
  ['product_id', 'text'],
  ['quantity', 'int'],
  ['total_amount', 'numeric'],
  ['shipping_cost', 'numeric'],
  ['discount_amount', 'numeric'],
  ['payment_method', 'text'],
  ['status', 'text'],
  ['category', 'text'],
  ['user_region', 'text'],
  ['user_gender', 'text'],
  ['user_age_group', 'text'],
] as const;

/** Creates the two tables of the hand-written consumers. */
export async function createTables(pool: pg.Pool): Promise<void> {
  await pool.query('CREATE TABLE seen (order_id text PRIMARY KEY)');
  const definitions = columns.map(([name, type]) => `${name} ${type}`).join(', ');
  await pool.query(`CREATE TABLE orders (${definitions}, PRIMARY KEY (order_id))`);
}

/** Parses the orders in messages. */
export function ordersOf(messages: readonly KafkaMessage[]): readonly PlainOrder[] {
  return messages.map(({ value }) => {
    const body = JSON.parse(value?.toString() ?? '') as { readonly data: PlainOrder };
    return body.data;
  });
}
