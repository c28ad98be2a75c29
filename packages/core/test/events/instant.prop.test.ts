import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalInstant, withOffset } from '@foldmart/core';
import { wireTimes } from '@foldmart/core/shop/testing';
import { isInstant } from '../../src/events/instant.js';

const dates = fc.date({
  min: new Date('0001-01-02T00:00:00Z'),
  max: new Date('9999-12-30T00:00:00Z'),
  noInvalidDate: true,
});

const offsets = fc
  .tuple(
    fc.constantFrom('+', '-'),
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
  )
  .map(([sign, hours, minutes]) => `${sign}${two(hours)}:${two(minutes)}`);

function two(number: number): string {
  return String(number).padStart(2, '0');
}

describe('canonicalInstant', () => {
  it.each([
    ['2026-02-03T14:30:00Z', '2026-02-03T14:30:00.000000Z'],
    ['2026-02-03 14:30:00z', '2026-02-03T14:30:00.000000Z'],
    ['2026-02-03T14:30Z', '2026-02-03T14:30:00.000000Z'],
    ['2026-02-03T14:30:00.1234567Z', '2026-02-03T14:30:00.123456Z'],
    ['2026-02-03T23:30:00.5+0900', '2026-02-03T14:30:00.500000Z'],
    ['2024-02-29T00:00:00-10:30', '2024-02-29T10:30:00.000000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  ])('reads %s as %s', (time, instant) => {
    expect(canonicalInstant(time)).toBe(instant);
  });

  it.each([
    '',
    'now',
    '2026-02-03',
    '2026-02-03T14:30:00',
    '2026-02-30T14:30:00Z',
    '2025-02-29T14:30:00Z',
    '2100-02-29T14:30:00Z',
    '2026-13-01T14:30:00Z',
    '2026-00-01T14:30:00Z',
    '2026-01-00T14:30:00Z',
    '2026-02-03T24:00:00Z',
    '2026-02-03T14:60:00Z',
    '2026-02-03T14:30:60Z',
    '2026-02-03T14:30:00+24:00',
    '2026-02-03T14:30:00+09:60',
    '0000-06-01T00:00:00Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:00-00:01',
    '+012026-02-03T14:30:00Z',
    ' 2026-02-03T14:30:00Z',
    '2026-02-03T14:30:00Z\n',
  ])('refuses %j', (time) => {
    expect(canonicalInstant(time)).toBeUndefined();
  });

  it('gives an instant the same text in every zone', () => {
    fc.assert(
      fc.property(dates, offsets, (date, offset) => {
        const sign = offset.startsWith('-') ? -1 : 1;
        const offsetMs =
          sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * 60_000;
        const local = new Date(date.getTime() + offsetMs).toISOString().slice(0, -1);
        const utc = `${date.toISOString().slice(0, -1)}000Z`;
        expect(canonicalInstant(`${local}${offset}`)).toBe(utc);
        expect(canonicalInstant(utc)).toBe(utc);
      }),
    );
  });

  it('sorts in the order of time', () => {
    fc.assert(
      fc.property(dates, dates, (one, other) => {
        const texts = [one, other].map((date) => canonicalInstant(date.toISOString()) ?? '');
        expect(Math.sign(one.getTime() - other.getTime())).toBe(compare(texts[0], texts[1]));
      }),
    );
  });

  it('reads every format that producers write, once it has a zone', () => {
    fc.assert(
      fc.property(wireTimes(), (time) => {
        expect(canonicalInstant(withOffset(time))).toMatch(/^\d{4}-.{2}-.{5}:.{2}:.{2}\.\d{6}Z$/);
      }),
    );
  });
});

describe('the fast way to read an instant', () => {
  /** What `canonicalInstant` says it does, by a regular expression and the calendar of JavaScript. */
  function reference(time: string): string | undefined {
    const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?Z$/.exec(time);
    const [, day = '', clock = '', fraction = ''] = match ?? [];
    const iso = `${day}T${clock}.000Z`;
    const epochMs = Date.parse(iso);
    const isReal = !Number.isNaN(epochMs) && new Date(epochMs).toISOString() === iso;
    if (!isReal || day.startsWith('0000')) return undefined;
    return `${day}T${clock}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
  }

  const digits = fc.stringMatching(/^\d{1,8}$/);
  const usual = fc.tuple(dates, fc.option(digits)).map(([date, fraction]) => {
    const seconds = date.toISOString().slice(0, -'.000Z'.length);
    return fraction === null ? `${seconds}Z` : `${seconds}.${fraction}Z`;
  });
  const spoilt = fc
    .tuple(
      usual,
      fc.nat({ max: 28 }),
      fc.constantFrom(
        '0',
        '1',
        '2',
        '3',
        '5',
        '9',
        'Z',
        'z',
        '.',
        ':',
        '-',
        'T',
        '+',
        ' ',
        '/',
        'a',
        '\u0660',
      ),
    )
    .map(([time, index, character]) => time.slice(0, index) + character + time.slice(index + 1));

  it('gives what the general way gives, whatever character is another one', () => {
    fc.assert(
      fc.property(fc.oneof(usual, spoilt), (time) => {
        const expected = reference(time);
        if (expected !== undefined) expect(canonicalInstant(time)).toBe(expected);
        else if (/^.{10}T.{8}(?:\.\d+)?Z$/.test(time))
          expect(canonicalInstant(time)).toBeUndefined();
        expect(isInstant(time)).toBe(canonicalInstant(time) !== undefined);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('withOffset', () => {
  it('adds the offset to a time without a zone, and to no other', () => {
    expect(withOffset('2026-02-03T14:30:00')).toBe('2026-02-03T14:30:00Z');
    expect(withOffset('2026-02-03T14:30:00', '+09:00')).toBe('2026-02-03T14:30:00+09:00');
    expect(withOffset('2026-02-03T14:30:00-01:00', '+09:00')).toBe('2026-02-03T14:30:00-01:00');
    expect(withOffset('2026-02-03T14:30:00z', '+09:00')).toBe('2026-02-03T14:30:00z');
  });
});

function compare(one = '', other = ''): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
