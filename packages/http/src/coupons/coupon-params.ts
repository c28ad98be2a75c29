import * as z from 'zod';
import { numberText } from '../schemas/fields.js';

/** The part of an address that names a coupon. */
export const couponParams = z.object({ couponId: numberText });
