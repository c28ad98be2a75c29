import { ValidationError } from '@foldmart/core';
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';

const places: Readonly<Record<string, string>> = { querystring: 'query' };

/**
 * Parses the parts of a request by their zod schemas. An invalid part is a ValidationError that
 * lists every fault.
 */
export const validateByZod: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart = '' }) => {
  const place = places[httpPart] ?? httpPart;
  return (input: unknown) => {
    const result = schema.safeParse(input);
    return result.success ? { value: result.data } : { error: invalid(place, result.error) };
  };
};

function invalid(place: string, { issues }: z.ZodError): ValidationError {
  const named = issues.flatMap(explained).map(({ path, message }) => ({
    path: [place, ...path].join('.'),
    message,
  }));
  const text = named.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new ValidationError(text, named);
}

type Issue = Pick<z.core.$ZodIssue, 'path' | 'message'>;

/** An input that fits no alternative has the faults of the alternative that it fits best. */
function explained(issue: z.core.$ZodIssue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [closest = []] = issue.errors.toSorted((a, b) => a.length - b.length);
  const faults = closest.flatMap(explained);
  if (faults.length === 0) return [issue];
  return faults.map(({ path, message }) => ({ path: [...issue.path, ...path], message }));
}
