import type { SqlQuery, SqlRows } from '@foldmart/composition';

/** Runs a statement with values in it, which are sent as parameters: sql`SELECT * FROM orders WHERE user_id = ${id}`. */
export interface SqlTag {
  (texts: TemplateStringsArray, ...values: readonly unknown[]): Promise<SqlRows>;
  /** The same, for statements that change something. */
  write(texts: TemplateStringsArray, ...values: readonly unknown[]): Promise<SqlRows>;
}

/** The tag on a database. */
export function sqlTag(query: (query: SqlQuery) => Promise<SqlRows>): SqlTag {
  const tagged =
    (access: 'read' | 'write') =>
    (texts: TemplateStringsArray, ...values: readonly unknown[]): Promise<SqlRows> =>
      query({ text: textOf(texts), values, access });
  return Object.assign(tagged('read'), { write: tagged('write') });
}

function textOf(texts: TemplateStringsArray | string): string {
  if (typeof texts === 'string') throw new TypeError('write sql`SELECT …`, without parentheses');
  return texts.reduce((text, part, index) => `${text}$${String(index)}${part}`);
}
