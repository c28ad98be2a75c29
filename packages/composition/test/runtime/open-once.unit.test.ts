import { describe, expect, it } from 'vitest';
import { openOnce } from '../../src/runtime/open-once.js';

describe('opening once', () => {
  it('shares what is opened, also between calls at the same time', async () => {
    let opened = 0;
    const open = openOnce(() => Promise.resolve((opened += 1)));
    expect(await Promise.all([open(), open()])).toEqual([1, 1]);
    expect(await open()).toBe(1);
  });

  it('tries again after a failure', async () => {
    let attempts = 0;
    const open = openOnce(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('not yet');
      return Promise.resolve(attempts);
    });
    await expect(open()).rejects.toThrow('not yet');
    expect(await open()).toBe(2);
  });
});
