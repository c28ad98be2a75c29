import { fold, type Decider } from '../commands/decider.js';
import { describeError, unmatched, type ErrorMatcher } from './error-matcher.js';
import { describeDifferences, findDifferences } from './find-differences.js';
import { SpecificationError } from './specification-error.js';

/** Specifies what a decider decides. */
export interface DeciderSpec<State, Command, Event> {
  /** The events that have already happened, in order. */
  given(events: readonly Event[]): DeciderGiven<State, Command, Event>;
}

export interface DeciderGiven<State, Command, Event> {
  when(command: Command): DeciderWhen<State, Event>;
  /** Throws if the events do not lead to this state. */
  thenState(expected: State): void;
}

/** The outcome of a command. */
export interface DeciderWhen<State, Event> {
  /**
   * Throws if the command does not lead to exactly these events. No events mean that nothing
   * changes.
   */
  then(events: readonly Event[]): DeciderThen<State>;
  /** Throws if the command is not refused, or if a matcher does not recognise the error. */
  thenFails(...matchers: readonly ErrorMatcher[]): void;
  /** Throws if the command does not lead to this state. */
  thenState(expected: State): void;
}

export interface DeciderThen<State> {
  /** Throws if the decided events do not lead to this state. */
  andState(expected: State): void;
}

/** Specifies a decider. Every step also checks that `decide` and `evolve` are pure. */
export function specForDecider<State, Command, Event>(
  decider: Decider<State, Command, Event>,
): DeciderSpec<State, Command, Event> {
  return {
    given(events) {
      const state = foldPurely(decider, events);
      return {
        when: (command) => deciderWhen(decider, events, decidePurely(decider, command, state)),
        thenState: (expected) => assertState(expected, state),
      };
    },
  };
}

type Decision<Event> =
  | { readonly isRefused: false; readonly events: readonly Event[] }
  | { readonly isRefused: true; readonly error: unknown };

function deciderWhen<State, Command, Event>(
  decider: Decider<State, Command, Event>,
  given: readonly Event[],
  decision: Decision<Event>,
): DeciderWhen<State, Event> {
  const thenState = (expected: State): void => {
    const decided = requireEvents(decision, 'a new state');
    assertState(expected, foldPurely(decider, [...given, ...decided]));
  };
  return {
    then(expected) {
      const actual = requireEvents(decision, `${String(expected.length)} event(s)`);
      const differences = findDifferences(expected, actual);
      if (differences.length > 0) {
        const message = `The command leads to other events than expected:${describeDifferences(differences)}`;
        throw new SpecificationError(message, { expected, actual });
      }
      return { andState: thenState };
    },
    thenFails: (...matchers) => assertRefusal(decision, matchers),
    thenState,
  };
}

function assertState(expected: unknown, actual: unknown): void {
  const differences = findDifferences(expected, actual, 'state');
  if (differences.length === 0) return;
  const message = `The events lead to another state than expected:${describeDifferences(differences)}`;
  throw new SpecificationError(message, { expected, actual });
}

function requireEvents<Event>(decision: Decision<Event>, expected: string): readonly Event[] {
  if (!decision.isRefused) return decision.events;
  const actual = describeError(decision.error);
  const message = `The command is refused instead of leading to ${expected}: ${actual}`;
  throw new SpecificationError(message, { expected, actual }, decision.error);
}

function assertRefusal<Event>(decision: Decision<Event>, matchers: readonly ErrorMatcher[]): void {
  if (!decision.isRefused) {
    const message = `The command is not refused: it leads to ${String(decision.events.length)} event(s).`;
    throw new SpecificationError(message, { expected: 'an error', actual: decision.events });
  }
  const missing = unmatched(decision.error, matchers);
  if (missing.length === 0) return;
  const [expected, actual] = [missing.join(', '), describeError(decision.error)];
  const message = `The command is refused, but not by ${expected}: ${actual}`;
  throw new SpecificationError(message, { expected, actual }, decision.error);
}

function decidePurely<State, Command, Event>(
  decider: Decider<State, Command, Event>,
  command: Command,
  state: State,
): Decision<Event> {
  const [first, second] = [decide(decider, command, state), decide(decider, command, state)];
  assertSame(
    plain(first),
    plain(second),
    'decide is not pure: the same command and state give another result the second time',
  );
  return first;
}

function decide<State, Command, Event>(
  decider: Decider<State, Command, Event>,
  command: Command,
  state: State,
): Decision<Event> {
  try {
    return { isRefused: false, events: decider.decide(command, state) };
  } catch (error) {
    return { isRefused: true, error };
  }
}

function foldPurely<State, Command, Event>(
  decider: Decider<State, Command, Event>,
  events: readonly Event[],
): State {
  const state = fold(decider, events);
  const again = fold(decider, events);
  assertSame(
    state,
    again,
    'evolve is not pure: the same events give another state the second time',
  );
  return state;
}

/** Errors are compared by their text. */
function plain<Event>(decision: Decision<Event>): unknown {
  return decision.isRefused ? describeError(decision.error) : decision.events;
}

function assertSame(expected: unknown, actual: unknown, message: string): void {
  const differences = findDifferences(expected, actual);
  if (differences.length === 0) return;
  throw new SpecificationError(`${message}:${describeDifferences(differences)}`, {
    expected,
    actual,
  });
}
