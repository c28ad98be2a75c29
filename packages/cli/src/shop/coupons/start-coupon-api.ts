import type { CouponRush, ShopSettings, ShopRuntime } from '@foldmart/composition/shop';
import { createCouponApi, type CouponApiOptions } from '@foldmart/http';
import { UsageError } from '../../usage-error.js';

/** A running API. */
export interface ListeningApi {
  /** Such as `http://127.0.0.1:9090`. */
  readonly address: string;
  /** Waits for calls in flight. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts the API on the address of the settings.
 *
 * @throws UsageError if it cannot listen there.
 */
export async function startCouponApi(
  system: ShopRuntime,
  rush: CouponRush,
  overrides: CouponApiOptions & { readonly port?: number } = {},
): Promise<ListeningApi> {
  const { clock, ids, logger, settings, telemetry, metrics, watchdog } = system;
  const { COUPON_API_HOST: host, COUPON_API_PORT } = settings.values;
  const { port = COUPON_API_PORT, ...options } = overrides;
  await system.serveMetrics();
  const app = await createCouponApi(
    { ...rush, clock, ids, logger, telemetry, metrics, stalled: () => watchdog.stalled() },
    { ...apiOptions(settings), ...options },
  );
  try {
    return { address: await app.listen({ host, port }), close: () => app.close() };
  } catch (error) {
    await app.close();
    throw cannotListen(error, host, port);
  }
}

function apiOptions({ values }: ShopSettings): CouponApiOptions {
  const adminToken = values.COUPON_ADMIN_TOKEN;
  return {
    ...(adminToken === undefined ? {} : { adminToken }),
    callsPerSecond: values.COUPON_API_RATE_LIMIT,
    trustProxy: values.COUPON_API_TRUST_PROXY,
    bodyLimitBytes: values.COUPON_API_BODY_LIMIT,
    headersTimeoutMs: values.COUPON_API_HEADERS_TIMEOUT,
    requestTimeoutMs: values.COUPON_API_REQUEST_TIMEOUT,
  };
}

function cannotListen(error: unknown, host: string, port: number): unknown {
  if (!(error instanceof Error) || !('syscall' in error)) return error;
  return new UsageError(
    `cannot listen on ${host}:${String(port)} (${error.message}): set COUPON_API_HOST and COUPON_API_PORT to a free address`,
  );
}
