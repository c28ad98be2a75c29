import type * as z from 'zod';

/** Whether a value fits. False may also mean that this check cannot tell. */
type Fit = (value: unknown) => boolean;

const fits = new WeakMap<z.core.$ZodType, Fit>();

/**
 * Whether `schema` accepts `value`, in a small part of the time that parsing takes: nothing is copied and no issue is made.
 * True is certain. False may also mean that only the schema can tell.
 */
export function surelyFits(schema: z.core.$ZodType, value: unknown): boolean {
  let fit = fits.get(schema);
  if (fit === undefined) {
    fit = fitOf(schema);
    fits.set(schema, fit);
  }
  return fit(value);
}

/** Parts that can change a value before a check sees it, or that need more than these rules, are left to the schema. */
function fitOf(schema: z.core.$ZodType): Fit {
  return knownFit(schema) ?? ((value) => accepts(schema, value));
}

function accepts(schema: z.core.$ZodType, value: unknown): boolean {
  const { issues } = schema._zod.run(
    { value, issues: [] },
    { async: false },
  ) as z.core.ParsePayload;
  return issues.length === 0;
}

/** Undefined for a schema without rules here. */
function knownFit(schema: z.core.$ZodType): Fit | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return 'format' in def || 'coerce' in def ? undefined : allOf(isString, checksOf(def));
    case 'number':
      return 'coerce' in def ? undefined : allOf(numberFit(def), checksOf(def));
    case 'boolean':
      return 'coerce' in def ? undefined : allOf(isBoolean, checksOf(def));
    case 'null':
      return allOf((value) => value === null, checksOf(def));
    case 'unknown':
    case 'any':
      return allOf((value) => value !== undefined, checksOf(def));
    case 'literal':
    case 'enum':
      return oneOf(schema, checksOf(def));
    case 'nullable':
      return allOf(nullableFit(fitOf(def.innerType)), checksOf(def));
    case 'array':
      return allOf(arrayFit(fitOf(def.element)), checksOf(def));
    case 'object':
      return def.checks?.length ? undefined : objectFit(def);
    default:
      return undefined;
  }
}

const isString: Fit = (value) => typeof value === 'string';
const isBoolean: Fit = (value) => typeof value === 'boolean';

function numberFit(def: object): Fit | undefined {
  const format = 'format' in def ? def.format : undefined;
  if (format === 'safeint') return Number.isSafeInteger;
  return format === undefined ? Number.isFinite : undefined;
}

function oneOf({ _zod: { values } }: z.core.$ZodType, checks: readonly Fit[] | undefined) {
  return values && allOf((value) => values.has(value as z.core.util.Primitive), checks);
}

function nullableFit(inner: Fit): Fit {
  return (value) => value === null || inner(value);
}

function arrayFit(element: Fit): Fit {
  return (value) => Array.isArray(value) && value.every((item) => element(item));
}

/** An absent field fits only if it is optional; a field that is present and undefined is left to the schema. */
function objectFit({ shape, catchall }: z.core.$ZodObjectDef): Fit | undefined {
  if (catchall !== undefined && catchall._zod.def.type !== 'unknown') return undefined;
  const fields = Object.entries(shape).map(([name, field]) => fieldOf(name, field));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    for (const { name, fit, isOptional } of fields) {
      const field = (value as Readonly<Record<string, unknown>>)[name];
      if (field === undefined ? !isOptional || name in value : !fit(field)) return false;
    }
    return true;
  };
}

function fieldOf(name: string, field: z.core.$ZodType) {
  const { def } = (field as z.core.$ZodTypes)._zod;
  const isOptional = def.type === 'optional' && !def.checks?.length;
  return { name, fit: fitOf(isOptional ? def.innerType : field), isOptional };
}

function allOf(fit: Fit | undefined, checks: readonly Fit[] | undefined): Fit | undefined {
  if (fit === undefined || checks === undefined) return undefined;
  const [first, second] = checks;
  if (first === undefined) return fit;
  if (second === undefined) return (value) => fit(value) && first(value);
  return (value) => fit(value) && checks.every((check) => check(value));
}

/** Undefined if one of the checks is none of those that have rules here. */
function checksOf({ checks = [] }: z.core.$ZodTypeDef): readonly Fit[] | undefined {
  const known = checks.map(checkFit);
  return known.every((check) => check !== undefined) ? known : undefined;
}

function checkFit(check: z.core.$ZodCheck): Fit | undefined {
  const { def } = (check as unknown as z.core.$ZodChecks)._zod;
  switch (def.check) {
    case 'min_length':
      return (value) => hasLength(value) && value.length >= def.minimum;
    case 'max_length':
      return (value) => hasLength(value) && value.length <= def.maximum;
    case 'greater_than':
      return limitFit(def, (value, limit) => value > limit);
    case 'less_than':
      return limitFit(def, (value, limit) => value < limit);
    case 'number_format':
      return numberFit(def);
    default:
      return customFit(def);
  }
}

function hasLength(value: unknown): value is string | readonly unknown[] {
  return typeof value === 'string' || Array.isArray(value);
}

type Limit = Pick<z.core.$ZodCheckLessThanDef, 'value' | 'inclusive'>;

function limitFit(
  { value: limit, inclusive }: Limit,
  isWithin: (value: number, limit: number) => boolean,
): Fit | undefined {
  if (typeof limit !== 'number') return undefined;
  return (value) => isWithin(value as number, limit) || (inclusive && value === limit);
}

/** A refinement by a function; its result may also be a promise. */
function customFit(def: object): Fit | undefined {
  if (!('fn' in def) || typeof def.fn !== 'function' || 'when' in def) return undefined;
  const { fn } = def as { readonly fn: (value: unknown) => unknown };
  return (value) => fn(value) === true;
}
