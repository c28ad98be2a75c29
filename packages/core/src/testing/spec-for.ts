import type { Decider } from '../commands/decider.js';
import type { Projection } from '../projections/projection.js';
import { specForDecider, type DeciderSpec } from './decider-spec.js';
import { specForProjections, type ProjectionSpec } from './projection-spec.js';

/**
 * Specifies a decider: `given(events).when(command).then(events)`, `.thenFails(error)`, `.thenState(state)`.
 * Throws SpecificationError where it does not hold, in whatever test runner.
 */
export function specFor<State, Command, Event>(
  decider: Decider<State, Command, Event>,
): DeciderSpec<State, Command, Event>;
/**
 * Specifies a projection by the rows that events make: `given(events).then({ model: rows })`. Several that write the
 * same models are specified together; each event goes through them in this order.
 */
export function specFor(...projections: readonly [Projection, ...Projection[]]): ProjectionSpec;
export function specFor<State, Command, Event>(
  first: Decider<State, Command, Event> | Projection,
  ...others: readonly Projection[]
): DeciderSpec<State, Command, Event> | ProjectionSpec {
  return 'project' in first ? specForProjections([first, ...others]) : specForDecider(first);
}
