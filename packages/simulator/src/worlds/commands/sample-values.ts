import type { AnyEventDefinition } from '@foldmart/core';

/** Texts and numbers that commands are tried with. Few, so that commands meet at the same subjects. */
const plainValues: readonly unknown[] = [
  undefined,
  'a',
  'b',
  'c',
  1,
  2,
  5,
  0,
  '1.50',
  '0.25',
  true,
  '2026-02-03',
  '2026-02-03T14:30:00.000Z',
  '550e8400-e29b-41d4-a716-446655440000',
];

/** Inputs that commands are tried with: plain values, and objects as events have them. */
export function sampleInputs(definitions: readonly AnyEventDefinition[]): readonly unknown[] {
  const objects = definitions.flatMap(({ schema }) => sampleObjects(schema as unknown as Schema));
  return [...plainValues, ...objects];
}

interface Schema {
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly options?: readonly unknown[];
  safeParse(value: unknown): { readonly success: boolean; readonly data?: unknown };
}

/** Two objects that differ where the schema lets them; none if a field fits no sample. */
function sampleObjects(schema: Schema): readonly unknown[] {
  return [0, 1].flatMap((nth) => {
    const found = sampleObject(schema, nth);
    return found !== undefined && schema.safeParse(found).success ? [found] : [];
  });
}

function sampleObject({ shape }: Schema, nth: number): object | undefined {
  if (shape === undefined) return undefined;
  const fields = Object.entries(shape).map(
    ([name, field]) => [name, sampleOf(field, nth)] as const,
  );
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

function sampleOf(schema: Schema, nth: number): unknown {
  if (schema.shape !== undefined) return sampleObject(schema, nth);
  const candidates = [...(schema.options ?? []), ...plainValues, null, [], {}];
  const fitting = candidates.filter(
    (value) => value !== undefined && schema.safeParse(value).success,
  );
  return fitting[Math.min(nth, fitting.length - 1)];
}
