import { expect, it } from 'vitest';
import { kafkaOptionsSchema } from '@foldmart/adapters-kafka';

it('has a default for everything', () => {
  expect(kafkaOptionsSchema.parse({})).toMatchObject({
    bootstrapServers: ['localhost:9092', 'localhost:9093', 'localhost:9094'],
    compression: 'lz4',
    lingerMs: 10,
    batchBytes: 16_384,
    sessionTimeoutMs: 30_000,
    heartbeatIntervalMs: 10_000,
    minBytes: 1_024,
    maxWaitMs: 500,
    maxBatchMessages: 500,
  });
});

it.each([
  ['a server without a port', { bootstrapServers: ['localhost'] }, 'bootstrapServers'],
  ['an invalid port', { bootstrapServers: ['localhost:99999'] }, 'bootstrapServers'],
  ['no server', { bootstrapServers: [] }, 'bootstrapServers'],
  ['an unknown compression', { compression: 'snappy' }, 'compression'],
  ['a heartbeat slower than the session', { sessionTimeoutMs: 5_000 }, 'heartbeatIntervalMs'],
  ['a message larger than a request', { maxMessageBytes: 2_000_000 }, 'maxMessageBytes'],
  ['a password without a user', { sasl: { mechanism: 'plain', password: 'x' } }, 'sasl'],
])('refuses %s', (_name, options, path) => {
  const parsed = kafkaOptionsSchema.safeParse(options);
  expect(parsed.error?.issues[0]?.path[0]).toBe(path);
});
