import { describe, expect, it } from 'vitest';
import { isNotFoundError, isValidationError, ValidationError, type Decider } from '@foldmart/core';
import { specFor, SpecificationError } from '@foldmart/core/testing';

type Switched = { readonly type: 'switched'; readonly data: { readonly on: boolean } };
type Switch = { readonly on: boolean };
type Lamp = { readonly isOn: boolean; readonly times: ReadonlySet<number> };

const lampDecider: Decider<Lamp, Switch, Switched> = {
  initialState: { isOn: false, times: new Set() },
  decide({ on }, { isOn, times }) {
    if (times.size === 3) throw new ValidationError('The lamp is worn out.');
    return on === isOn ? [] : [switched(on)];
  },
  evolve: ({ times }, { data }) => ({ isOn: data.on, times: new Set([...times, times.size]) }),
};
const lamp = specFor(lampDecider);

function switched(on: boolean): Switched {
  return { type: 'switched', data: { on } };
}

/** The message of a specification that does not hold. */
function complaint(work: () => void): SpecificationError {
  try {
    work();
  } catch (error) {
    if (error instanceof SpecificationError) return error;
    throw error;
  }
  throw new Error('the specification holds');
}

describe('the specification of a decider', () => {
  it('holds if the decider decides, refuses and ends as specified', () => {
    lamp
      .given([])
      .when({ on: true })
      .then([switched(true)])
      .andState({
        isOn: true,
        times: new Set([0]),
      });
    lamp
      .given([switched(true)])
      .when({ on: true })
      .then([]);
    lamp.given([switched(true)]).thenState({ isOn: true, times: new Set([0]) });
    lamp
      .given([])
      .when({ on: true })
      .thenState({ isOn: true, times: new Set([0]) });
    lamp
      .given([switched(true), switched(false), switched(true)])
      .when({ on: false })
      .thenFails(isValidationError, 'worn out', /^The lamp/, () => true);
  });

  it('shows which event differs', () => {
    const { message, expected, actual } = complaint(() =>
      lamp
        .given([])
        .when({ on: true })
        .then([switched(false)]),
    );
    expect(message).toContain('[0].data.on: expected false, but it is true');
    expect(expected).toStrictEqual([switched(false)]);
    expect(actual).toStrictEqual([switched(true)]);
  });

  it.each([
    ['one too few', [] as Switched[], '[0]: expected nothing, but it is {"type":"switched"'],
    ['one too many', [switched(true), switched(false)], '[1]: expected {"type":"switched"'],
  ])('shows %s', (_what, events, message) => {
    expect(complaint(() => lamp.given([]).when({ on: true }).then(events)).message).toContain(
      message,
    );
  });

  it('shows a different state, including the content of sets', () => {
    const spec = lamp.given([switched(true)]);
    const wrong = complaint(() => spec.thenState({ isOn: true, times: new Set([1]) }));
    expect(wrong.message).toContain('state.times[0]: expected 1, but it is 0');
    const decided = spec.when({ on: false });
    expect(() => decided.thenState({ isOn: true, times: new Set([0, 1]) })).toThrow('state.isOn');
    expect(() =>
      decided.then([switched(false)]).andState({ isOn: true, times: new Set([0, 1]) }),
    ).toThrow('state.isOn');
  });

  it('shows an unexpected refusal, and an expected refusal that is missing', () => {
    const worn = [switched(true), switched(false), switched(true)];
    const refused = complaint(() =>
      lamp
        .given(worn)
        .when({ on: false })
        .then([switched(false)]),
    );
    expect(refused.message).toContain('refused instead of leading to 1 event(s): ValidationError');
    expect(refused.cause).toBeInstanceOf(ValidationError);
    const allowed = complaint(() => lamp.given([]).when({ on: true }).thenFails());
    expect(allowed.message).toContain('it leads to 1 event(s)');
  });

  it.each([
    ['a guard', isNotFoundError, 'isNotFoundError'],
    ['a text', 'does not exist', '"does not exist"'],
    ['a pattern', /missing/, '/missing/'],
    ['a predicate', () => false, 'the predicate'],
  ])('shows a refusal that %s does not recognise', (_what, matcher, name) => {
    const worn = [switched(true), switched(false), switched(true)];
    const decided = lamp.given(worn).when({ on: false });
    expect(() => decided.thenFails(isValidationError, matcher)).toThrow(name);
    expect(() => decided.thenFails(isValidationError, matcher)).toThrow('The lamp is worn out.');
  });

  it('does not hold for a decider that keeps hidden state', () => {
    let asked = 0;
    const moody = specFor({ ...lampDecider, decide: () => [switched((asked += 1) % 2 === 0)] });
    expect(() => moody.given([]).when({ on: true })).toThrow('decide is not pure');
    const forgetful = specFor({
      ...lampDecider,
      evolve: ({ times }: Lamp, { data }: Switched) => ({
        isOn: data.on,
        times: new Set([...times, (asked += 1)]),
      }),
    });
    expect(() => forgetful.given([switched(true)])).toThrow('evolve is not pure');
  });

  it('throws an assertion error that test runners recognise', () => {
    const error = complaint(() => lamp.given([]).when({ on: true }).then([]));
    expect(error).toMatchObject({ name: 'AssertionError', code: 'ERR_ASSERTION' });
  });
});
