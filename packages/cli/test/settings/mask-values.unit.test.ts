import { describe, expect, it } from 'vitest';
import { maskValues } from '../../src/settings/mask-values.js';

describe('a message about a wrong command line', () => {
  it.each([
    ["error: unknown option '--sets=KAFKA_SASL_PASSWORD=it's'", "error: unknown option '--sets=…'"],
    ["error: unknown command 'REDIS_PASSWORD=secret'", "error: unknown command 'REDIS_PASSWORD=…'"],
    ["error: unknown command 'fly'", "error: unknown command 'fly'"],
  ])('%s hides the value', (message, masked) => {
    expect(maskValues(message)).toBe(masked);
  });
});
