import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutants, mutantsNamed } from '../mutants/catalogue.mjs';
import { applyEdit, type Edit, type Mutant } from '../mutants/mutant.mjs';
import { overlay } from '../mutants/overlay.mjs';
import { tableOf } from '../mutants/table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sourceOf = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

/** The files that a mutant edits, as they are with it. */
function plant({ edits }: Mutant): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const edit of edits) {
    texts.set(edit.file, applyEdit(texts.get(edit.file) ?? sourceOf(edit.file), edit));
  }
  return texts;
}

describe('the mutants', () => {
  it('are at least 30, with names of their own', () => {
    expect(mutants.length).toBeGreaterThanOrEqual(30);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  it.each(mutants)('$name still applies to the shipping code', (mutant) => {
    for (const [file, text] of plant(mutant)) {
      expect(file).toMatch(/^packages\/[\w-]+\/src\//);
      expect(text).not.toBe(sourceOf(file));
    }
    expect(mutant.world ?? mutant.tests[0]).toBeDefined();
    expect(mutant.tests.filter((file) => !existsSync(`${root}${file}`))).toEqual([]);
  });

  it('are chosen by name', () => {
    expect(mutantsNamed([])).toBe(mutants);
    expect(mutantsNamed(['dedupe-skipped']).map(({ name }) => name)).toEqual(['dedupe-skipped']);
    expect(() => mutantsNamed(['no-such'])).toThrow(/no mutant no-such/);
  });
});

describe('an edit', () => {
  const edit: Edit = { file: 'a.ts', find: 'one', replace: '$& two' };

  it('replaces a text, character by character', () => {
    expect(applyEdit('only one', edit)).toBe('only $& two');
  });

  it.each(['none', 'one and one'])('is refused if its text is not there once, as in %j', (text) => {
    expect(() => applyEdit(text === 'none' ? 'other' : text, edit)).toThrow(
      /times instead of once/,
    );
  });
});

it('an overlay changes the file of an edit, and no other', () => {
  const [mutant] = mutantsNamed(['dedupe-skipped']) as [Mutant];
  const [file] = mutant.edits.map((edit) => edit.file) as [string];
  const transform = overlay(root, mutant).transform as (
    code: string,
    id: string,
  ) => { readonly code: string } | undefined;
  expect(transform(sourceOf(file), `${root}${file}`)?.code).toBe(plant(mutant).get(file));
  expect(transform('other', `${root}packages/core/src/index.ts`)).toBeUndefined();
});

it('the table says what found a mutant, that nothing did, or why nothing can', () => {
  const none = { isFound: false, by: '', what: '', seeds: 30, seconds: 9 };
  const plain = { edits: [], tests: [] };
  const verdicts = [
    { mutant: 'a', isFound: true, by: 'world shop', what: 'a | b', seeds: 2, seconds: 1.25 },
    { mutant: 'b', ...none },
    { mutant: 'c', ...none },
  ];
  const all = [
    { name: 'a', breaks: 'this', ...plain },
    { name: 'b', breaks: 'that', ...plain },
    { name: 'c', breaks: 'nothing', equivalent: 'it is the same', ...plain },
  ];
  expect(tableOf(verdicts, all).split('\n').slice(2)).toEqual([
    '| this | world shop | a \\| b | 2 | 1.3 |',
    '| that | **nothing** |  | 30 | 9.0 |',
    '| nothing | equivalent | it is the same | 30 | 9.0 |',
  ]);
});
