export {
  surveyProjections,
  type ProjectionOverview,
  type ProjectionSurvey,
} from './projection-overview.js';
export {
  rebuildPlan,
  rebuildShop,
  type RebuildOutcome,
  type RebuildRequest,
  type RebuildStepProgress,
} from './rebuild-shop.js';
export { relayShopOutbox } from './relay-shop-outbox.js';
export { showStream, type StreamView } from './show-stream.js';
export { surveyOutbox, type OutboxOverview } from './survey-outbox.js';
export { tailEvents, type TailRequest } from './tail-events.js';
export { verifyShop, type Verification } from './verify-shop.js';
