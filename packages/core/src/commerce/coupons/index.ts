export type { BusRequestQueueDependencies } from './bus-request-queue-dependencies.js';
export { BusRequestQueue, type BusRequestQueueOptions } from './bus-request-queue.js';
export {
  decideCampaign,
  type CampaignCommand,
  type CloseCampaign,
  type OpenCampaign,
  type RefillCampaign,
} from './campaign-decider.js';
export {
  couponCampaignClosed,
  couponCampaignOpened,
  couponCampaignRefilled,
  couponEventDefinitions,
  couponIssued,
  couponIssueRequested,
  couponRequestsRefused,
  couponStream,
  mostBlockedUsers,
  mostStock,
  type CampaignEvent,
  type CouponCampaignClosed,
  type CouponCampaignOpened,
  type CouponCampaignRefilled,
  type CouponEnvelope,
  type CouponEvent,
  type CouponIssued,
  type CouponIssueRequested,
  type CouponRequestsRefused,
  type DecisionEvent,
} from './coupon-events.js';
export { couponModels } from './coupon-models.js';
export { couponIssuesModel, couponOutcomesModel, couponsModel } from './coupon-read-models.js';
export type {
  CouponRequest,
  QueuedItem,
  QueuedRequest,
  UnreadableRequest,
} from './coupon-request.js';
export { toCampaignRow, toOutcomeRow } from './coupon-rows.js';
export {
  campaignPhase,
  evolveCoupon,
  remainingStock,
  type CampaignPhase,
  type CouponRules,
  type CouponState,
} from './coupon-state.js';
export { couponGroup, couponKey, couponTopic, couponTopicName } from './coupon-topic.js';
export { customerGrades, reachesGrade, shopUserId } from './customer-grades.js';
export { decideAsSystemErrors, decideRequests } from './decide-requests.js';
export { decisionsIn } from './decision-events.js';
export {
  issueOutcomes,
  noOutcomes,
  type IssueOutcome,
  type OutcomeCounts,
} from './issue-outcome.js';
export type { RequestDecision } from './request-decision.js';
