import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownValue } from '../../src/shown/shown-value.js';

describe('a value as the page shows it', () => {
  it('is JSON as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as unknown;
        expect(shownValue(json)).toEqual(json);
      }),
    );
  });

  it('is JSON, whatever a state consists of', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
    });
    fc.assert(
      fc.property(anything, (value) => {
        const shown = shownValue(value);
        expect(JSON.parse(JSON.stringify(shown))).toEqual(JSON.parse(JSON.stringify(shown)));
      }),
    );
  });

  it('ends at a cycle', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    expect(JSON.stringify(shownValue(cycle))).toContain('…');
  });
});
