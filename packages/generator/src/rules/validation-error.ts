import { ValidationError } from '@foldmart/core';
import type * as z from 'zod';

/** `These rules cannot be used: users.regions: expected …; …`. `root` stands for the empty path. */
export function validationError(what: string, root: string, error: z.ZodError): ValidationError {
  const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const faults = issues.map(({ path, message }) => `${path === '' ? root : path}: ${message}`);
  return new ValidationError(`${what} cannot be used: ${faults.join('; ')}.`, issues);
}
