export { couponWorld } from './coupon-world.js';
export { shopWorld } from './shop-world.js';
