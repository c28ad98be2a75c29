import { describe, expect, it } from 'vitest';
import { redisAddress } from '../src/redis-connection.js';
import { redisOptionsSchema } from '../src/index.js';

describe('the options', () => {
  it('each have a default', () => {
    const options = redisOptionsSchema.parse({});
    expect(redisAddress(options)).toBe('localhost:6379');
    expect(options.bus).toMatchObject({ sessionTimeoutMs: 30_000, maxMessageBytes: 1_048_576 });
  });

  it('yield an address without credentials', () => {
    const options = redisOptionsSchema.parse({ url: 'rediss://user:secret@example.org:7000/1' });
    expect(redisAddress(options)).toBe('example.org:7000');
  });

  it.each([{ url: 'http://localhost' }, { port: 0 }, { bus: { blockMs: 0 } }, { prot: 1 }])(
    'refuse %j',
    (options) => {
      expect(redisOptionsSchema.safeParse(options).success).toBe(false);
    },
  );
});
