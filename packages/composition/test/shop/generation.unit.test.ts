import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '@foldmart/composition';
import { dataSource, generatorRules, loadShopSettings } from '@foldmart/composition/shop';
import { dataSeed, shopRules } from '@foldmart/generator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pickPopularity, shopChance, shopGenerator } from '../../src/shop/generation.js';

const settingsOf = (environment: Record<string, string>) =>
  loadShopSettings({ environment, envFile: null });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldmart-rules-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function withRules(text: string) {
  const path = join(folder, `${String(text.length)}.json`);
  writeFileSync(path, text);
  return settingsOf({ GENERATOR_RULES: path });
}

describe('the rules of generated data', () => {
  it('are those of the language, unless a file says otherwise', () => {
    const english = settingsOf({ GENERATOR_LOCALE: 'en' });
    expect(generatorRules(english)).toStrictEqual({ locale: 'en', rules: shopRules('en') });
    const { locale, rules } = generatorRules(withRules('{"users": {"regions": {"섬": 1}}}'));
    expect([locale, rules.users.regions]).toStrictEqual(['ko', { 섬: 1 }]);
  });

  it('name their setting, the file and the rule if they cannot be used', () => {
    const missing = settingsOf({ GENERATOR_RULES: join(folder, 'none.json') });
    expect(() => generatorRules(missing)).toThrow(
      /^GENERATOR_RULES is ".*": the file cannot be read/,
    );
    const wrong = withRules('{"users": {"regions": {}}}');
    expect(() => generatorRules(wrong)).toThrow(SettingsError);
    expect(() => generatorRules(wrong)).toThrow('users.regions: expected words with weights');
  });

  it('are part of the seed only if they are not the usual ones', () => {
    const usual = settingsOf({});
    const printed = withRules(JSON.stringify({ locale: 'ko', ...shopRules('ko') }));
    const other = withRules('{"orders": {"paymentMethods": {"Cash": 1}}}');
    const first = (settings = usual) => shopChance(settings, 'demo')('catalogue/users').ids.next();
    expect(dataSeed(dataSource(usual, 'demo'))).toBe('demo/ko/Z');
    expect(first(printed)).toBe(first());
    expect(first(other)).not.toBe(first());
  });

  it('say which products are popular', () => {
    expect(pickPopularity(settingsOf({}))).toStrictEqual({});
    const popularity = '{"products": {"distribution": "zipf", "exponent": 2}}';
    const { products, users } = pickPopularity(
      withRules(`{"orders": {"popularity": ${popularity}}}`),
    );
    expect(users).toBeUndefined();
    expect(products!(100, { next: () => 0 })).toBe(0);
  });
});

it('generated times are written in the zone in which they are read', () => {
  const nowMs = Date.UTC(2026, 0, 1, 23, 30);
  const createdAt = (environment: Record<string, string>): string => {
    const settings = settingsOf(environment);
    const chance = shopChance(settings, 'demo')('users/details');
    return shopGenerator(settings).user({ ...chance, nowMs }).created_at;
  };
  expect(createdAt({})).toBe('2026-01-01T23:30:00');
  expect(createdAt({ WIRE_TIME_OFFSET: '+09:00' })).toBe('2026-01-02T08:30:00');
});
