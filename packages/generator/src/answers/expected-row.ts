import {
  toColumnValue,
  withOffset,
  type EventData,
  type ReadModel,
  type Row,
} from '@foldmart/core';
import { ordersModel, productsModel, usersModel } from '@foldmart/core/shop';

/** Columns that other events and processes change, so that no key can know them. */
const volatileColumns: ReadonlySet<string> = new Set(['grade', 'order_count', 'last_ordered_at']);

const models: Readonly<Record<string, ReadModel>> = {
  users: usersModel,
  products: productsModel,
  orders: ordersModel,
};

/** The read model of the entities of a topic. */
export function modelOf(topic: string): ReadModel {
  const model = models[topic];
  if (model === undefined) throw new RangeError(`No read model belongs to the topic ${topic}.`);
  return model;
}

/** The columns of a model that an answer key knows. */
export function answeredColumns({ columns }: ReadModel): readonly string[] {
  return Object.keys(columns).filter((name) => !volatileColumns.has(name));
}

/** The row that the body of an entity's first event leads to, in canonical values. */
export function expectedRow(model: ReadModel, data: EventData, timeOffset: string): Row {
  const { created_at: createdAt } = data;
  const source = { ...data, created_at: withOffset(String(createdAt), timeOffset) };
  return Object.fromEntries(
    answeredColumns(model).map((name) => {
      const type = model.columns[name] ?? 'text';
      return [name, toColumnValue(type, (source as EventData)[name], name)];
    }),
  );
}

/** The key of a row: `orders/550e8400-…`. */
export function rowName(model: ReadModel, row: Row): string {
  return `${model.name}/${String(row[model.key[0] ?? ''])}`;
}

/** A text that is equal for rows that are equal in the answered columns. */
export function rowText(model: ReadModel, row: Row): string {
  return JSON.stringify(answeredColumns(model).map((name) => row[name] ?? null));
}
