import { loadShopSettings } from '@foldmart/composition/shop';
import { describe, expect, it } from 'vitest';
import { childSettings } from '../../src/shop/rush/child-settings.js';
import { quickSessions } from '../../src/shop/rush/quick-sessions.js';

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

  it('have short sessions, which a killed worker holds on to, unless the settings choose others', () => {
    const sessions = (environment: Readonly<Record<string, string>>) =>
      quickSessions(loadShopSettings({ environment, envFile: null }));
    const quick = sessions({});
    expect(quick).toEqual({ CONSUMER_SESSION_TIMEOUT: '6', CONSUMER_HEARTBEAT_INTERVAL: '2' });
    expect(() => loadShopSettings({ environment: quick, envFile: null })).not.toThrow();
    expect(sessions({ CONSUMER_SESSION_TIMEOUT: '20' })).toEqual({});
    expect(sessions({ CONSUMER_HEARTBEAT_INTERVAL: '1' })).toEqual({});
  });
});
