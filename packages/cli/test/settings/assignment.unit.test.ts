import { fc, test } from '@fast-check/vitest';
import { settingDefinitions } from '@foldmart/composition';
import { describe, expect, it } from 'vitest';
import { readAssignment } from '../../src/settings/assignment.js';
import { UsageError } from '../../src/usage-error.js';

const names = Object.keys(settingDefinitions);

function refusal(text: string): string {
  try {
    readAssignment(text, names);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('--set', () => {
  it('takes a value with = in it', () => {
    const text = 'DATABASE_URL=postgres://u:p@h/d?sslmode=a';
    expect(readAssignment(text, names)).toEqual(['DATABASE_URL', 'postgres://u:p@h/d?sslmode=a']);
  });

  it('suggests the name that was meant, without the value', () => {
    const message = refusal('KAFKA_SASL_PASSWRD=hunter2');
    expect(message).toContain('KAFKA_SASL_PASSWRD: did you mean KAFKA_SASL_PASSWORD?');
    expect(message).not.toContain('hunter2');
  });

  it('says what a name without a value needs', () => {
    expect(refusal('KAFKA_SASL_PASSWORD')).toBe(
      '--set KAFKA_SASL_PASSWORD: write KAFKA_SASL_PASSWORD=value',
    );
  });

  it('does not repeat text that is no name', () => {
    expect(refusal('hunter2')).not.toContain('hunter');
    expect(refusal('hunter-2')).not.toContain('hunter');
    expect(refusal('redis://:hunter2@host=x')).not.toContain('hunter');
  });

  test.prop([fc.string(), fc.string({ minLength: 12, maxLength: 20, unit: 'grapheme-ascii' })])(
    'never repeats the value of an unknown name',
    (name, value) => {
      fc.pre(!names.includes(name.split('=')[0] ?? ''));
      expect(refusal(`${name}=${value}`)).not.toContain(value);
    },
  );
});
