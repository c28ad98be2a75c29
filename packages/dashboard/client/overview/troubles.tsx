import type { OverviewSample } from '../../src/views/overview-view.js';
import { Failure } from '../components/card.jsx';

/** What needs an operator now. */
export function Troubles({ sample }: { readonly sample: OverviewSample }) {
  const troubles = troublesOf(sample);
  if (troubles.length === 0) return null;
  return (
    <Failure>
      {troubles.map((trouble) => (
        <span key={trouble} class="trouble">
          {trouble}
        </span>
      ))}
    </Failure>
  );
}

function troublesOf({ services, projections, blocker }: OverviewSample): readonly string[] {
  return [
    ...services.flatMap(({ name, type, trouble }) =>
      trouble === null ? [] : [`The ${name} (${type}) cannot be read: ${trouble}`],
    ),
    ...(projections ?? []).flatMap(({ name, parked }) =>
      parked === null ? [] : [`Projection ${name} is parked: ${parked}`],
    ),
    ...(blocker === null ? [] : [`A transaction hides the newest events: ${blocker}`]),
  ];
}
