export { createCouponApi } from './create-coupon-api.js';
export type { ApiMetrics, CouponApiDependencies, StalledRole } from './dependencies.js';
export { couponApiOptionsSchema, type CouponApiOptions } from './options.js';
export type { CouponApp } from './schemas/coupon-app.js';
