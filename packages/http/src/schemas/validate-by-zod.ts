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
  const named = issues.map(({ path, message }) => ({
    path: [place, ...path].join('.'),
    message,
  }));
  const text = named.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new ValidationError(text, named);
}
