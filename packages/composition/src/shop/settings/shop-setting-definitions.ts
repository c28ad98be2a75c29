import { choice, flag, pattern, ratio, seconds, text, whole } from '../../settings/setting.js';

const topicName = /^[A-Za-z0-9._-]{1,249}$/;
const rows = { min: 1, max: 1_000_000 };

/** The settings of the shop, beside those of the library. */
export const shopSettingDefinitions = {
  CACHE_USERS_BUYERS_RATIO: ratio(0.6, 'Stratified: the share of users who have bought.'),
  CACHE_PRODUCTS_POPULAR_RATIO: ratio(0.7, 'Stratified: the share of popular products.'),
  CACHE_PROPENSITY_USERS: whole(rows, 200, 'Stratified: users that the producer picks among.'),

  COUPON_REDIS_MODE: choice(
    ['push', 'poll'],
    'push',
    'On Redis: batches as they arrive, or one request at a time by one poller in the whole system.',
  ),
  COUPON_POLL_INTERVAL: seconds({ min: 0.01, max: 3_600 }, 1, 'Time between polled requests.'),
  COUPON_BATCH_SIZE: whole({ min: 1, max: 10_000 }, 500, 'Requests decided at once at most.'),
  COUPON_TOPIC: pattern(
    topicName,
    'a name of letters, digits, ., _ and -',
    'coupon-issue-events',
    'Where requests for coupons wait.',
  ),
  COUPON_GROUP: pattern(
    topicName,
    'a name of letters, digits, ., _ and -',
    'coupon-issue-consumer-group',
    'The group of workers that decide them.',
  ),
  COUPON_REQUEST_SECRET: {
    ...pattern(
      /^.{16,}$/s,
      'at least 16 characters',
      undefined,
      'Signs request ids; the same for every API process. Unset: made up by each.',
    ),
    isSecret: true,
  },
  COUPON_ADMIN_TOKEN: {
    ...pattern(
      /^[\x21-\x7e]{16,}$/,
      'at least 16 visible ASCII characters',
      undefined,
      'Who shows it to the API may open, refill and close campaigns. Unset: nobody may.',
    ),
    isSecret: true,
  },
  COUPON_API_HOST: text('127.0.0.1', 'The address the API listens on.', 'a host name or address'),
  COUPON_API_PORT: whole({ min: 0, max: 65_535 }, 9_090, 'Its port; 0 for any that is free.'),
  COUPON_API_RATE_LIMIT: whole(
    { min: 1, max: 1_000_000 },
    100,
    'Calls a second that the API takes from one client.',
  ),
  COUPON_API_TRUST_PROXY: flag(
    false,
    'Whether a client is who a proxy in front says (X-Forwarded-For), and not who connects.',
  ),
  COUPON_API_BODY_LIMIT: whole(
    { min: 1_024, max: 104_857_600 },
    131_072,
    'Bytes of the largest body the API reads.',
  ),
  COUPON_API_HEADERS_TIMEOUT: seconds(
    { min: 0.1, max: 600 },
    10,
    'How long the headers of a request may take to arrive.',
  ),
  COUPON_API_REQUEST_TIMEOUT: seconds(
    { min: 0.1, max: 600 },
    15,
    'How long a whole request may take to arrive.',
  ),

  GENERATOR_LOCALE: choice(['ko', 'en'], 'ko', 'The language of what is generated.'),
};
