import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween, pathText, type Change } from '../../src/shown/changes.js';
import type { ShownJson } from '../../src/shown/shown-value.js';

const state = fc.letrec<{ value: ShownJson }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<ShownJson>('a', 'b', 1, 2, true, null),
    fc.dictionary(fc.constantFrom('x', 'y', 'z'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value;

/** Makes the changes in a copy of a value. */
function changed(value: ShownJson, changes: readonly Change[]): ShownJson | undefined {
  const holder: Record<string, unknown> = { root: structuredClone(value) };
  for (const { path, after } of changes.toReversed()) {
    const names = ['root', ...path];
    const last = names.pop() ?? '';
    const parent = names.reduce<Record<string, unknown>>(
      (current, name) => current[name] as Record<string, unknown>,
      holder,
    );
    if (after === undefined && Array.isArray(parent)) parent.splice(Number(last), 1);
    else if (after === undefined) Reflect.deleteProperty(parent, last);
    else parent[last] = structuredClone(after);
  }
  return holder['root'] as ShownJson;
}

describe('the changes between two states', () => {
  it('lead from one to the other', () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        expect(changed(before, changesBetween(before, after))).toEqual(after);
      }),
    );
  });

  it('are none between equal states', () => {
    fc.assert(
      fc.property(state, (value) => {
        expect(changesBetween(value, structuredClone(value))).toEqual([]);
      }),
    );
  });

  it('are named by the place in the state', () => {
    const changes = changesBetween({ lines: [{ price: 1 }] }, { lines: [{ price: 2 }] });
    expect(changes.map(({ path }) => pathText(path))).toEqual(['lines[0].price']);
  });
});
