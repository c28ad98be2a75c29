import type { Decider } from '../commands/decider.js';
import type { Projection } from '../projections/projection.js';
import { specForDecider, type DeciderSpec } from './decider-spec.js';
import { specForProjections, type ProjectionSpec } from './projection-spec.js';

/**
 * Specifies a decider: `given(events).when(command).then(events)`, `.thenFails(error)`,
 * `.thenState(state)`. Works with every test runner.
 *
 * @throws SpecificationError if the specification does not hold.
 */
export function specFor<State, Command, Event>(
  decider: Decider<State, Command, Event>,
): DeciderSpec<State, Command, Event>;
/**
 * Specifies a projection by the rows that events produce: `given(events).then({ model: rows })`.
 * Projections that write the same models are specified together; each event passes through them in
 * the given order.
 */
export function specFor(...projections: readonly [Projection, ...Projection[]]): ProjectionSpec;
export function specFor<State, Command, Event>(
  first: Decider<State, Command, Event> | Projection,
  ...others: readonly Projection[]
): DeciderSpec<State, Command, Event> | ProjectionSpec {
  return 'project' in first ? specForProjections([first, ...others]) : specForDecider(first);
}
