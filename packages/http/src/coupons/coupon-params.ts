import * as z from 'zod';
import { numberText } from '../schemas/fields.js';

/** The path parameter that identifies a coupon. */
export const couponParams = z.object({ couponId: numberText });
