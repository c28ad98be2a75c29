import { createCouponApi, type CouponApiDependencies } from '@foldmart/http';

export async function serve(dependencies: CouponApiDependencies, port = 9090): Promise<string> {
  const api = await createCouponApi(dependencies, {
    adminToken: process.env['COUPON_ADMIN_TOKEN'],
    callsPerSecond: 50,
  });
  process.once('SIGTERM', () => void api.close());
  return api.listen({ host: '127.0.0.1', port });
}
