import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWireCodec, type DecodedMessage } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { isEqual, numberTexts } from '../values/number-texts.js';

const codec = createWireCodec(shopRegistry);

function order(field: string, number: string): string {
  const texts =
    '"order_id":"o_1","created_at":"2026-02-03T14:30:00","user_id":"u_1","product_id":"p_1","payment_method":"Card","status":"Success","category":"전자제품","user_region":"서울시","user_gender":"M","user_age_group":"20대"';
  const numbers = {
    quantity: '2',
    total_amount: '521500',
    shipping_cost: '0',
    discount_amount: '0',
  };
  const fields = Object.entries({ ...numbers, [field]: number }).map(
    ([name, text]) => `"${name}":${text}`,
  );
  return `{"event_type":"order_created","data":{${texts},${fields.join(',')}}}`;
}

function decode(body: string): DecodedMessage {
  return codec.decode({
    topic: 'orders',
    partition: 0,
    offset: '0',
    key: null,
    headers: {},
    timestampMs: 0,
    value: new TextEncoder().encode(body),
  });
}

const fields = ['quantity', 'total_amount', 'discount_amount', 'x_unknown'];

describe('numbers of messages', () => {
  it('leave with the value with which they came, or are refused by their path', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fields), numberTexts, (field, text) => {
        const decoded = decode(order(field, text));
        if (!decoded.ok) {
          expect(decoded.detail).toContain(`data.${field}`);
          return;
        }
        const sent = String(codec.encode(decoded.event).message.value);
        const [, kept = ''] = new RegExp(`"${field}":([^,}]+)`).exec(sent) ?? [];
        expect(isEqual(text, kept), `${text} left as ${kept}`).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ['9007199254740993', 'malformed', '9007199254740993, which would become 9007199254740992'],
    ['0.1234567890123456789', 'malformed', '0.1234567890123456789, which would become 0.12345'],
    ['1e400', 'malformed', '1e400, which would become Infinity'],
    ['1e308', 'invalid', '1e+308 is no amount: expected a number from 0 with at most 18'],
    ['1000000000000000000', 'invalid', 'with at most 18 digits before the point'],
    ['-1', 'invalid', '-1 is no amount: expected a number from 0'],
    ['1e-21', 'invalid', '1e-21 is no amount'],
  ])('an amount of %s is refused as %s', (text, reason, detail) => {
    const decoded = decode(order('total_amount', text));
    expect(decoded).toMatchObject({ ok: false, reason });
    if (!decoded.ok) expect(decoded.detail).toMatch(/^data\.total_amount/);
    if (!decoded.ok) expect(decoded.detail).toContain(detail);
  });

  it.each(['0', '0.00', '13.370', '0.30000000000000004', '999999999999999900', '1e-20', '1e3'])(
    'an amount of %s is accepted',
    (text) => {
      expect(decode(order('total_amount', text)).ok).toBe(true);
    },
  );
});
