import * as z from 'zod';
import { defaultRetryPolicy } from '../messaging/retry-policy.js';

/** Timers take no longer delay: beyond it they fire at once. */
const longestDelayMs = 2_147_483_647;

/** A setting that is a time: whole milliseconds from 1. */
export const durationMsSetting = z.int().min(1).max(longestDelayMs);

/** A setting that bounds a wait: whole milliseconds from 0. */
export const deadlineMsSetting = z.int().min(0).max(longestDelayMs);

/** A setting that is a number of things, or of bytes: whole, from 1. */
export const countSetting = z.int().min(1);

/** The pauses between the deliveries of a batch that fails. */
export const retryPolicySetting = z
  .strictObject({
    firstDelayMs: durationMsSetting.default(defaultRetryPolicy.firstDelayMs),
    longestDelayMs: durationMsSetting.default(defaultRetryPolicy.longestDelayMs),
  })
  .prefault({});
