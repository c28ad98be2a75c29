import * as z from 'zod';

/** An object of named rules; an unknown name is refused with the list of known ones. */
export function section<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `there is no rule ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}; there are ${names}`
        : undefined,
  });
}

/** A word of a vocabulary. */
export const word = z.string().min(1).max(255);

export const weight = z.number().min(0);

/** Words with their weights; the weights can have any sum. */
export const weights = z
  .record(word, weight)
  .refine((record) => Object.values(record).some((value) => value > 0), {
    error:
      'expected words with weights, at least one of them above 0, such as {"Card": 3, "Cash": 1}',
  });

/** A list of entries with weights. */
export const weighted = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z
    .array(section({ ...shape, weight }))
    .refine((list) => list.some((entry) => (entry as { weight: number }).weight > 0), {
      error: 'expected a list with at least one weight above 0',
    });
