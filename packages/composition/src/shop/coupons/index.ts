export { inspectCampaign, type InspectedCampaign } from './inspect-campaign.js';
export { couponPace, openCouponRush, type CouponRush } from './open-coupon-rush.js';
export { prepareCouponTopic, wantedCouponTopic } from './prepare-coupon-topic.js';
export { SignedRequestIds } from './signed-request-ids.js';
