/**
 * The settings of the shop of a soak, with names of its own.
 * @param {string} id
 * @param {Readonly<Record<string, string>>} services
 * @returns {Record<string, string>}
 */
export function shopSettings(id, services) {
  return {
    ...services,
    QUEUE_TYPE: 'kafka',
    CACHE_TYPE: 'redis',
    DB_TYPE: 'postgres',
    POSTGRES_DB: id,
    TOPIC_PREFIX: `${id}.`,
    CACHE_PREFIX: `${id}.`,
    COUPON_TOPIC: `${id}.coupons`,
    COUPON_GROUP: `${id}.coupon_workers`,
    COUPON_API_PORT: '0',
    COUPON_REQUEST_SECRET: 'a-secret-that-only-the-soak-knows',
    COUPON_ADMIN_TOKEN: 'a-token-that-only-the-soak-knows',
    CACHE_REFRESH_INTERVAL: '10',
    GRADE_UPDATE_INTERVAL: '30',
    CONSUMER_SESSION_TIMEOUT: '10',
    CONSUMER_HEARTBEAT_INTERVAL: '3',
    DASHBOARD: 'false',
    FOLDMART_SOAK: id,
  };
}

const consumers = ['user', 'product', 'order'].flatMap((type) =>
  [1, 2, 3].map((number) => {
    const id = `${type}_consumer_${number}`;
    return /** @type {const} */ ([id, ['consume', '--single', '--type', type, '--id', id]]);
  }),
);

/** The processes that run all the time, by name. @type {ReadonlyMap<string, readonly string[]>} */
export const shopProcesses = new Map([
  ...consumers,
  ['relay_1', ['outbox', 'relay']],
  ['relay_2', ['outbox', 'relay']],
  ['cache_worker', ['cache-worker']],
  ['grade_updater', ['grade-updater']],
  ['live_producer', ['produce']],
]);

export const laneNames = ['producer_1', 'producer_2', 'producer_3'];

/** A small race for coupons. */
export const rush = [
  ...['rush', '--users', '100', '--requests-per-user', '2', '--stock', '30', '--apis', '1'],
  ...['--workers', '2', '--concurrency', '8', '--patience', '120', '-o', 'json'],
];
