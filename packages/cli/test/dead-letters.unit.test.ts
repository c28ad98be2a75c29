import {
  assertHeadsChosen,
  bodyLines,
  createApp,
  textOrHex,
  type App,
} from '@foldmart/composition';
import { defineDomain, type DeadLetterStore, type NewDeadLetter } from '@foldmart/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chosenLetters } from '../src/dead-letters/chosen-letters.js';
import { editedContents, fieldChange, headerChange } from '../src/dead-letters/edited-contents.js';
import { keyBytes } from '../src/dead-letters/letter-filter.js';
import { letterTable, letterText } from '../src/dead-letters/letter-view.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | null) => new TextDecoder().decode(value ?? undefined);

describe('an edit', () => {
  const source = { value: bytes('{"data":{"n":1,"deep":{"s":"a"}}}'), headers: { ce_id: '1' } };
  const letter = { source, edited: null } as unknown as Parameters<typeof editedContents>[0];

  it.each([
    [['data.n=2'], '{"data":{"n":2,"deep":{"s":"a"}}}'],
    [['data.deep.s=text', 'data.new=null'], '{"data":{"n":1,"deep":{"s":"text"},"new":null}}'],
    [['data.deep={"x":[1]}'], '{"data":{"n":1,"deep":{"x":[1]}}}'],
    [['__proto__=1'], '{"data":{"n":1,"deep":{"s":"a"}},"__proto__":1}'],
  ])('sets fields: %j', (given, expected) => {
    const set = given.reduce<ReturnType<typeof fieldChange>>(
      (all, each) => fieldChange(each, all),
      [],
    );
    const { value, headers } = editedContents(letter, { set });
    expect(text(value)).toBe(expected);
    expect(headers).toEqual({ ce_id: '1' });
    expect(({} as Record<string, unknown>)['n']).toBeUndefined();
  });

  it('continues an earlier edit, and sets and removes headers', () => {
    const edited = { value: bytes('{"a":1}'), headers: { ce_id: '2', old: 'x' } };
    const header = headerChange('new=y=z', headerChange('old='));
    const contents = editedContents({ ...letter, edited }, { header, set: fieldChange('b=2') });
    expect(text(contents.value)).toBe('{"a":1,"b":2}');
    expect(contents.headers).toEqual({ ce_id: '2', new: 'y=z' });
  });

  it.each(['data.n.deeper=1', 'missing.field=1'])('refuses %s', (given) => {
    expect(() => editedContents(letter, { set: fieldChange(given) })).toThrow('no object');
  });

  it('refuses fields of a body that is no JSON object', () => {
    const broken = { source: { ...letter.source, value: bytes('[1]') }, edited: null };
    expect(() => editedContents(broken, { set: fieldChange('a=1') })).toThrow('--value');
  });

  it.each(['', 'a', '=1', '.a=1', 'a..b=1'])('refuses the change %j', (given) => {
    expect(() => fieldChange(given)).toThrow('data.quantity=2');
  });
});

describe('bytes', () => {
  it.each([
    ['plain', 'plain'],
    ['이름', '이름'],
    ['', ''],
  ])('that are text are shown as text: %j', (given, shown) => {
    expect(textOrHex(bytes(given))).toBe(shown);
  });

  it('that are not are hexadecimal, as --key takes them', () => {
    const binary = Uint8Array.of(0, 255, 65);
    expect(textOrHex(binary)).toBe('hex:00ff41');
    expect(keyBytes('hex:00ff41')).toEqual(binary);
    expect(textOrHex(bytes('a\u001b[31m'))).toBe('hex:611b5b33316d');
    expect(() => keyBytes('hex:0')).toThrow('pairs');
  });

  it('of a body are indented JSON, text or a dump', () => {
    expect(bodyLines(bytes('{"a":1}'))).toEqual(['{', '  "a": 1', '}']);
    expect(bodyLines(bytes('no\nJSON'))).toEqual(['no', 'JSON']);
    expect(bodyLines(Uint8Array.of(0, 65))).toEqual([`00000000  00 41${' '.repeat(42)}  .A`]);
    expect([bodyLines(null), bodyLines(bytes(''))]).toEqual([['(no body)'], ['(empty)']]);
  });
});

describe('letters', () => {
  let app: App;
  let store: DeadLetterStore;
  beforeEach(async () => {
    app = await createApp(defineDomain({ name: 'letters' }));
    const database = await app.database();
    store = database.deadLetters;
    const deadLetters = [letterAt(0, 'a'), letterAt(1, 'a'), letterAt(2, 'b')];
    await database.events.ingest({ items: [], deadLetters, parking: 'park-key' });
  });

  afterEach(() => app.close());

  it('behind one that is not chosen are refused, with what to do', async () => {
    const { letters } = await chosenLetters(store, 'replay', ['2'], {});
    const refused = assertHeadsChosen(store, [...(letters as Iterable<never>)]);
    await expect(refused).rejects.toThrow('Replay or discard 1 first, and 2 follows');
    const both = await chosenLetters(store, 'replay', ['2', '1'], {});
    await assertHeadsChosen(store, [...(both.letters as Iterable<never>)]);
  });

  it('are chosen by ids, by a filter or all', async () => {
    const by = async (ids: string[], options: object) => {
      const { count, byFilter } = await chosenLetters(store, 'replay', ids, options);
      return [count, byFilter];
    };
    expect(await by(['3', '3'], {})).toEqual([1, false]);
    expect(await by([], { key: bytes('a') })).toEqual([2, true]);
    expect(await by([], { all: true })).toEqual([3, true]);
    await expect(by([], {})).rejects.toThrow('write ids');
    await expect(by(['1'], { all: true })).rejects.toThrow('write ids');
    await expect(by(['x'], {})).rejects.toThrow('Dead letter x does not exist');
  });

  it('are shown, in one line or whole', async () => {
    const letters = await store.list();
    expect(letterTable(letters)).toMatch(
      /^ID +GROUP +MESSAGE +KEY +STATUS +REASON +DETAIL\n1 +g +t\[0\]@0 +a /,
    );
    expect(letterTable([])).toBe('no dead letters');
    const [letter] = letters;
    const [held] = await store.heldKeys();
    if (letter === undefined) throw new Error('there is no letter');
    const shown = letterText({ letter, history: [], held, reading: 'not readable' });
    expect(shown).toContain('held; 1 wait behind this message');
    expect(shown).toContain('reason     malformed: one\\nline');
  });
});

function letterAt(offset: number, key: string): NewDeadLetter {
  const place = { group: 'g', topic: 't', partition: 0, offset: String(offset) };
  const source = { ...place, key: bytes(key), value: bytes('x'), headers: {} };
  return { source, reason: 'malformed', detail: 'one\nline', attempts: 1 };
}
