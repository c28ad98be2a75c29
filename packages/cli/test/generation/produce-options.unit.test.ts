import { describe, expect, it } from 'vitest';
import {
  assertTogether,
  jsonPath,
  speedFactor,
  type ProduceOptions,
} from '../../src/shop/generation/produce-options.js';

const file = { format: 'csv', path: 'm.csv' } as const;

describe('the options of produce', () => {
  it.each<[ProduceOptions, string]>([
    [{ messages: 5 }, '--messages needs --scenario'],
    [{ speed: 'max' }, '--speed needs --scenario'],
    [{ answerKey: 'key.json' }, '--answer-key needs --scenario'],
    [{ scenario: 'dirty', orders: 5 }, '--orders does not go with --scenario'],
    [{ scenario: 'dirty', rate: 'max' }, '--rate does not go with --scenario'],
    [{ sink: file }, 'add --orders, --duration or --scenario'],
    [{ sample: 3, sink: file, orders: 1 }, 'leave out --sink and --answer-key'],
    [{ sample: 3, scenario: 'dirty', answerKey: 'key.json' }, 'leave out --sink and --answer-key'],
  ])('%j are refused with what to do', (options, message) => {
    expect(() => assertTogether(options)).toThrow(message);
  });

  it.each<ProduceOptions>([
    {},
    { orders: 5, rate: 3, seed: 'demo', only: ['orders'] },
    { sink: file, orders: 5 },
    { sample: 3 },
    { scenario: 'dirty', messages: 5, speed: 'max', sink: file, answerKey: 'key.json' },
  ])('%j go together', (options) => {
    expect(() => assertTogether(options)).not.toThrow();
  });

  it('are parsed', () => {
    expect([speedFactor('max'), speedFactor('0.5'), speedFactor('60')]).toStrictEqual([
      'max',
      0.5,
      60,
    ]);
    for (const text of ['0', '-1', 'fast', '1e9', '']) {
      expect(() => speedFactor(text)).toThrow('expected a factor such as 60');
    }
    expect(jsonPath('a/key.json')).toBe('a/key.json');
    for (const text of ['key', '.json', 'a/.json', 'key.csv']) {
      expect(() => jsonPath(text)).toThrow('expected a file ending in .json');
    }
  });
});
