import fc from 'fast-check';
import type { EventEnvelope } from '../../events/envelope.js';
import { envelopes } from '../../testing/envelope-arbitraries.js';
import { orderCreated, orderStatusChanged } from '../orders/order-events.js';
import { productCreated } from '../products/product-events.js';
import { userCreated, userGradeChanged } from '../users/user-events.js';
import {
  orderData,
  orderStatusData,
  productData,
  userData,
  userGradeData,
} from './shop-arbitraries.js';

/** Envelopes of any event of the shop. */
export function shopEnvelopes(): fc.Arbitrary<EventEnvelope> {
  return fc.oneof(
    envelopes(userCreated, userData()),
    envelopes(userGradeChanged, userGradeData()),
    envelopes(productCreated, productData()),
    envelopes(orderCreated, orderData()),
    envelopes(orderStatusChanged, orderStatusData()),
  );
}
