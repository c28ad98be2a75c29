import { describeLossyNumber, findLossyNumber, ValidationError } from '@foldmart/core';
import type { CouponApp } from './coupon-app.js';

/**
 * Treats an empty body as no body, whatever its media type: many clients always send one. Refuses a body with a number
 * that would change.
 */
export function readBodies(app: CouponApp): void {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body.toString();
    if (text === '') done(null, undefined);
    else {
      void parseJson(request, text, (error, value) => {
        done(error ?? changedNumber(text), value);
      });
    }
  });
}

function changedNumber(json: string): ValidationError | null {
  const lossy = findLossyNumber(json);
  if (lossy === undefined) return null;
  const { path } = lossy;
  const message = describeLossyNumber({ ...lossy, path: '' });
  return new ValidationError(describeLossyNumber(lossy), [{ path: `body.${path}`, message }]);
}
