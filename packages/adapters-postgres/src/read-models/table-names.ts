import { createHash } from 'node:crypto';

const longestIdentifier = 63;
const shadowSuffix = '__rebuild';

/** Whether a table is the shadow of a read model. No read model may have such a name. */
export function isShadowName(name: string): boolean {
  return name.endsWith(shadowSuffix);
}

/** The table in which a read model is rebuilt. */
export function shadowRelation(model: string): string {
  return fitted(model, shadowSuffix);
}

/** The primary key of a table. */
export function keyName(relation: string): string {
  return fitted(relation, '_pkey');
}

/** The sequence that numbers a table's rows. */
export function sequenceName(relation: string, column: string): string {
  return fitted(relation, `_${column}_seq`);
}

/** The index of a table on these columns. */
export function indexName(relation: string, columns: readonly string[]): string {
  const name = `${relation}_${columns.join('_')}_idx`;
  return name.length <= longestIdentifier ? name : digested(name, '');
}

/** Postgres truncates what is longer, and two names that are truncated alike would collide. */
function fitted(name: string, suffix: string): string {
  const whole = `${name}${suffix}`;
  return whole.length <= longestIdentifier ? whole : digested(name, suffix);
}

function digested(name: string, suffix: string): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const kept = longestIdentifier - suffix.length - digest.length - 1;
  return `${name.slice(0, Math.max(0, kept))}_${digest}${suffix}`;
}
