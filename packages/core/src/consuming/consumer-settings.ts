import * as z from 'zod/mini';
import { defaultRetryPolicy } from '../messaging/retry-policy.js';

/** Timers take no longer delay: beyond it they fire at once. */
const longestDelayMs = 2_147_483_647;

/** A setting that is a time: whole milliseconds from 1. */
export const durationMsSetting = z.int().check(z.minimum(1), z.maximum(longestDelayMs));

/** A setting that bounds a wait: whole milliseconds from 0. */
export const deadlineMsSetting = z.int().check(z.minimum(0), z.maximum(longestDelayMs));

/** A setting that is a number of things, or of bytes: whole, from 1. */
export const countSetting = z.int().check(z.minimum(1));

/** The pauses between the deliveries of a batch that fails. */
export const retryPolicySetting = z.prefault(
  z.strictObject({
    firstDelayMs: z._default(durationMsSetting, defaultRetryPolicy.firstDelayMs),
    longestDelayMs: z._default(durationMsSetting, defaultRetryPolicy.longestDelayMs),
  }),
  {},
);
