import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBrokenLines } from '../../src/settings/find-broken-lines.js';
import { surveySettings } from '../../src/settings/survey-settings.js';

let folder: string;
let envFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldmart-survey-'));
  envFile = join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

function warningsOf(text: string, environment: Record<string, string> = {}): readonly string[] {
  writeFileSync(envFile, text);
  return surveySettings({ environment, envFile }).warnings.map((line) =>
    line.replace(envFile, '.env'),
  );
}

describe('a file of settings', () => {
  it.each([
    ['QUEU_TYPE=kafka', '.env: QUEU_TYPE is not a setting: did you mean QUEUE_TYPE?'],
    ['queue_type=kafka', '.env: queue_type is not a setting: did you mean QUEUE_TYPE?'],
    [
      'KAFKA_SASL_PASSWRD=hunter2',
      '.env: KAFKA_SASL_PASSWRD is not a setting: did you mean KAFKA_SASL_PASSWORD?',
    ],
    ['REDIS_SENTINEL=x', '.env: REDIS_SENTINEL is not a setting'],
    ['# one\nQUEUE_TYPE kafka', '.env, line 2: it is ignored, because it is not NAME=value'],
    ['POSTGRES_USER="shop', '.env, line 1: its quote is not closed'],
    ['POSTGRES_USER="shop\nPOSTGRES_DB=x\nREDIS_HOST="y"', '.env, line 1: its quote is not closed'],
  ])('with %j is warned about', (text, warning) => {
    expect(warningsOf(text)).toEqual([warning]);
  });

  it.each([
    '',
    '# nothing\n\n  # here\r\n',
    'QUEUE_TYPE=kafka # the queue\nexport DB_TYPE = postgres\nCACHE_TYPE: redis',
    'POSTGRES_PASSWORD=\'it#is\' # ours\nPOSTGRES_USER=""',
    'NOTE="first\nsecond\nthird"\nQUEUE_TYPE=memory',
    'PORT=3000\nSECRET_OF_ANOTHER=x',
  ])('with %j is not warned about', (text) => {
    expect(warningsOf(text)).toEqual([]);
  });

  it('has line numbers behind a value of several lines', () => {
    expect(findBrokenLines('NOTE="a\nb"\nbroken')).toEqual([
      { line: 3, problem: 'it is ignored, because it is not NAME=value' },
    ]);
  });
});

describe('the environment', () => {
  it('is warned about for similar names only: other programs have settings there too', () => {
    const environment = { KAFKA_HEAP_OPTS: '-Xmx1g', REDIS_URI: 'redis://:hunter2@x', PATH: '/' };
    expect(warningsOf('', environment)).toEqual([
      'the environment: REDIS_URI is not a setting: did you mean REDIS_URL?',
    ]);
  });
});

describe('the effective settings', () => {
  it('have their origin, and no secrets', () => {
    writeFileSync(envFile, 'POSTGRES_PASSWORD=hunter2\nPOSTGRES_HOST=a\nPOSTGRES_PORT=1\n');
    const { settings } = surveySettings({
      overrides: { POSTGRES_HOST: 'c', QUEUE_TYPE: 'redis://:hunter2@x' },
      environment: { POSTGRES_HOST: 'b', POSTGRES_USER: 'u', REDIS_URL: ' ' },
      envFile,
    });
    const shown = Object.fromEntries(
      settings.map(({ name, value, origin }) => [name, `${String(value)} (${origin})`]),
    );
    expect(shown).toMatchObject({
      POSTGRES_HOST: 'c (option)',
      POSTGRES_USER: 'u (environment)',
      POSTGRES_PORT: '1 (file)',
      POSTGRES_PASSWORD: '[secret] (file)',
      POSTGRES_DB: 'foldmart (default)',
      REDIS_URL: 'null (unset)',
      QUEUE_TYPE: 'redis://[secret]@x (option)',
    });
  });
});
