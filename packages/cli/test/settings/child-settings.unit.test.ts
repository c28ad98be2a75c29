import { describe, expect, it } from 'vitest';
import { childSettings } from '../../src/shop/rush/child-settings.js';

describe('the processes of a rush', () => {
  it('get settings in their environment, never on their command lines', () => {
    const set = ['POSTGRES_PASSWORD=hunter2', 'COUPON_BATCH_SIZE=7', 'COUPON_BATCH_SIZE=8'];
    const options = { set, settingsFile: '/etc/shop.env' };
    const { args, environment } = childSettings('redis', options, [
      'POSTGRES_PASSWORD',
      'COUPON_BATCH_SIZE',
    ]);
    expect(args.join(' ')).toBe('--queue redis --db postgres --settings-file /etc/shop.env');
    expect(environment).toEqual({ POSTGRES_PASSWORD: 'hunter2', COUPON_BATCH_SIZE: '8' });
  });
});
