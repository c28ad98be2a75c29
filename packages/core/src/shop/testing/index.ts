export {
  brokenMessages,
  deliver,
  eventMessages,
  headerlessMessages,
  type BrokenMessage,
  type EventMessage,
  type Placement,
} from './message-arbitraries.js';
export {
  orderData,
  orderStatusData,
  productData,
  productIds,
  unknownFields,
  userData,
  userGradeData,
  userIds,
  wireTimes,
} from './shop-arbitraries.js';
export { shopEnvelopes } from './shop-envelopes.js';
