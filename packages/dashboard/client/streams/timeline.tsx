import type { StreamPartView } from '../../src/views/stream-view.js';
import { Card } from '../components/card.jsx';
import { Time } from '../components/time.jsx';
import { count } from '../format/numbers.js';

interface TimelineProps {
  readonly part: StreamPartView;
  readonly version: number;
  readonly onChoose: (version: number) => void;
}

/** The events of a part of a stream, one below the other. */
export function Timeline({ part, version, onChoose }: TimelineProps) {
  const last = part.from + part.steps.length - 1;
  const range = `${count(part.from)}–${count(last)} of ${count(part.version)}`;
  return (
    <Card title="Events" aside={range}>
      <ol class="timeline">
        {part.steps.map(({ event, fault }) => (
          <li key={event.version}>
            <button
              type="button"
              aria-current={event.version === version ? 'step' : undefined}
              onClick={() => onChoose(event.version)}
            >
              <span class="timeline-version">{event.version}</span>
              <span class="timeline-type">
                {event.type}
                {fault !== null && <span class="timeline-fault"> cannot be folded</span>}
              </span>
              <span class="timeline-origin">
                <Time at={event.recordedAt} /> · {event.origin}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Card>
  );
}
