import { host } from '../../settings/address-kinds.js';
import { choice, flag, pattern, ratio, seconds, text, whole } from '../../settings/setting.js';
import { gradeThresholds } from './grade-thresholds-setting.js';

const topicName = /^(?!\.\.?$)[A-Za-z0-9._-]{1,249}$/;
const rows = { min: 1, max: 1_000_000 };

/** The settings of the shop, in addition to those of the library. */
export const shopSettingDefinitions = {
  CACHE_USERS_BUYERS_RATIO: ratio(0.6, 'Stratified: the share of users with orders.'),
  CACHE_PRODUCTS_POPULAR_RATIO: ratio(0.7, 'Stratified: the share of popular products.'),
  CACHE_PROPENSITY_USERS: whole(
    rows,
    200,
    'Stratified: the number of users that the producer selects from.',
  ),

  COUPON_REDIS_MODE: choice(
    ['push', 'poll'],
    'push',
    'On Redis: batches as they arrive, or a single poller in the whole system, one request at a time.',
  ),
  COUPON_POLL_INTERVAL: seconds({ min: 0.01, max: 3_600 }, 1, 'Time between two polled requests.'),
  COUPON_BATCH_SIZE: whole(
    { min: 1, max: 10_000 },
    2_000,
    'The maximum number of requests that are decided together.',
  ),
  COUPON_TOPIC: pattern(
    topicName,
    'a name of letters, digits, ., _ and -',
    'coupon-issue-events',
    'The topic of coupon requests, which has no TOPIC_PREFIX. Shops that share a queue need different topics.',
  ),
  COUPON_GROUP: pattern(
    topicName,
    'a name of letters, digits, ., _ and -',
    'coupon-issue-consumer-group',
    'The consumer group of the coupon workers, which has no TOPIC_PREFIX.',
  ),
  COUPON_REQUEST_SECRET: {
    ...pattern(
      /^.{16,}$/s,
      'at least 16 characters',
      undefined,
      'Signs request ids; must be the same for every API process. Unset: each process generates its own.',
    ),
    isSecret: true,
  },
  COUPON_ADMIN_TOKEN: {
    ...pattern(
      /^[\x21-\x7e]{16,}$/,
      'at least 16 visible ASCII characters',
      undefined,
      'The token that allows a caller of the API to open, refill and close campaigns. Unset: no caller may.',
    ),
    isSecret: true,
  },
  COUPON_API_HOST: host('127.0.0.1', 'The address that the API listens on.'),
  COUPON_API_PORT: whole(
    { min: 0, max: 65_535 },
    9_090,
    'The port of the API; 0 selects a free one.',
  ),
  COUPON_API_RATE_LIMIT: whole(
    { min: 1, max: 1_000_000 },
    100,
    'The maximum number of calls per second from one client.',
  ),
  COUPON_API_TRUST_PROXY: flag(
    false,
    'Whether to take the address of a client from X-Forwarded-For, as a proxy sets it.',
  ),
  COUPON_API_BODY_LIMIT: whole(
    { min: 1_024, max: 104_857_600 },
    131_072,
    'The maximum size of a request body, in bytes.',
  ),
  COUPON_API_HEADERS_TIMEOUT: seconds(
    { min: 0.1, max: 600 },
    10,
    'How long the headers of a request may take to arrive.',
  ),
  COUPON_API_REQUEST_TIMEOUT: seconds(
    { min: 0.1, max: 600 },
    15,
    'How long a complete request may take to arrive.',
  ),

  GRADE_UPDATE_INTERVAL: seconds(
    { min: 1, max: 86_400 },
    600,
    "Time between two updates of customers' grades.",
  ),
  GRADE_WINDOW_DAYS: whole(
    { min: 1, max: 3_650 },
    90,
    'The number of days whose purchases count for the grade.',
  ),
  GRADE_THRESHOLDS: gradeThresholds(
    'The amounts bought from which a customer is SILVER, GOLD and VIP; below the first, BRONZE.',
  ),

  GENERATOR_LOCALE: choice(['ko', 'en'], 'ko', 'The language of generated data.'),
  GENERATOR_RULES: text(
    undefined,
    'A file with the rules of generated data, as foldmart rules prints them.',
    'the path of a file',
  ),
};
