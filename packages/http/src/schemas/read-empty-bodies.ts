import type { CouponApp } from './coupon-app.js';

/** Treats an empty body as no body, whatever its media type: many clients always send one. */
export function readEmptyBodies(app: CouponApp): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, body.toString(), done);
  });
}
