import { ValidationError, type AnyRowQuery, type ColumnType, type ReadModel } from '@foldmart/core';
import * as z from 'zod';

const jsonObject = z
  .string()
  .max(10_000)
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('expected JSON');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.unknown()));

export const rowsQuery = z.object({
  model: z.string().min(1).max(100),
  /** The number of the index; 0 is the key. */
  index: z.coerce.number().int().min(0).default(0),
  /** Values of the first columns of the index, as text, with `null` for null. */
  where: jsonObject.optional(),
  order: z.enum(['ascending', 'descending']).default('ascending'),
  after: jsonObject.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** A JSON object as a parameter. */
export const keyParameter = jsonObject;

/** The indexes by which rows can be read; the first is the key. */
export function indexesOf({
  key,
  indexes = [],
  arrival,
}: ReadModel): readonly (readonly string[])[] {
  return [key, ...indexes].filter((index) => arrival === undefined || !index.includes(arrival));
}

/** The query of a model's rows. @throws ValidationError if the index or a value is none. */
export function rowQueryOf(
  model: ReadModel,
  { index, where = {}, order, after, limit }: z.output<typeof rowsQuery>,
): AnyRowQuery {
  const columns = indexesOf(model)[index];
  if (columns === undefined) throw invalid('index', `${model.name} has no index ${String(index)}`);
  const values = Object.entries(where).map(([column, value]) => {
    const type = model.columns[column] ?? model.operational?.[column] ?? 'text';
    return [column, valueOf(type, column, value)] as const;
  });
  return {
    index: columns,
    where: Object.fromEntries(values),
    order,
    limit,
    ...(after === undefined ? {} : { after }),
  };
}

function valueOf(type: ColumnType, column: string, value: unknown): unknown {
  if (value === null || typeof value !== 'string') return value;
  if (type === 'integer') {
    if (/^-?\d{1,16}$/.test(value)) return Number(value);
    throw invalid(column, 'expected a whole number');
  }
  if (type !== 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalid(column, 'expected true or false');
}

function invalid(path: string, message: string): ValidationError {
  return new ValidationError(`${path}: ${message}`, [{ path, message }]);
}
