import * as z from 'zod';
import { canonicalInstant, withOffset } from '../events/instant.js';

/** A person's or thing's name: 1 to 255 characters. */
export const nameText = z.string().min(1).max(255);

/** An id, a category, a region: 1 to 255 characters, any vocabulary. */
export const shortText = z.string().min(1).max(255);

/** A whole number from 0. */
export const wholeCount = z.int().min(0);

/** A whole number from 1. */
export const positiveCount = z.int().min(1);

/** An amount of money, or a rate: any finite number from 0. */
export const amount = z.number().min(0);

/** A date and time, with or without a zone: `2026-02-03T14:30:00`. */
export const wireTime = z
  .string()
  .refine((text) => canonicalInstant(withOffset(text)) !== undefined, {
    error: 'expected a date and time such as 2026-02-03T14:30:00',
  });
