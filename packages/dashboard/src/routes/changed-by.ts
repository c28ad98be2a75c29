import * as z from 'zod';

/** Who asks for a change: one line, for the records. */
export const changedBy = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\u2028\u2029]{1,100}$/u, 'expected a name of at most 100 characters');
