import type { ReadModel } from '../read-model.js';

const shadowSuffix = '__rebuild';

/**
 * The names that a read model takes in a database: its table, key, sequence and indexes, and those of the shadow in which it
 * is rebuilt. A store shortens long ones by a digest of the whole, so that different names stay different.
 */
export function relationNames(model: ReadModel): readonly string[] {
  const known = namesOf.get(model);
  if (known !== undefined) return known;
  const names = newNames(model);
  namesOf.set(model, names);
  return names;
}

// A process that opens databases many times, as a simulation does, checks the same models each time.
const namesOf = new WeakMap<ReadModel, readonly string[]>();

function newNames({ name, arrival, indexes = [] }: ReadModel): readonly string[] {
  return [name, `${name}${shadowSuffix}`].flatMap((relation) => [
    relation,
    `${relation}_pkey`,
    ...(arrival === undefined ? [] : [`${relation}_${arrival}_seq`]),
    ...indexes.map((columns) => `${relation}_${columns.join('_')}_idx`),
  ]);
}

/** Whether a name ends as the shadows of models do. */
export function isShadowName(name: string): boolean {
  return name.endsWith(shadowSuffix);
}
