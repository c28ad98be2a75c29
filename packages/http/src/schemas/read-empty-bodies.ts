import type { CouponApp } from './coupon-app.js';

/** Takes an empty body for none, whatever its media type is said to be: many clients always name one. */
export function readEmptyBodies(app: CouponApp): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, body.toString(), done);
  });
}
