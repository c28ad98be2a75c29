import swaggerUi from '@fastify/swagger-ui';
import type { CouponApp } from './coupon-app.js';

/** Shows the OpenAPI document as a page at `/docs`, from files of this package alone. */
export async function showDescription(app: CouponApp): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: {
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': ["'self'", 'data:'],
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
    },
    uiConfig: { docExpansion: 'list', deepLinking: true, layout: 'BaseLayout' },
    theme: { title: 'Foldmart coupon rush' },
  });
}
