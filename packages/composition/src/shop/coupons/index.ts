export { couponPace, openCouponRush, type CouponRush } from './open-coupon-rush.js';
export { prepareCouponTopic, wantedCouponTopic } from './prepare-coupon-topic.js';
export { SignedRequestIds } from './signed-request-ids.js';
