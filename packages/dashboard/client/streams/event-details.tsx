import type { EventView } from '../../src/views/stream-view.js';
import { Card } from '../components/card.jsx';
import { JsonText } from '../components/json-text.jsx';
import { Time } from '../components/time.jsx';

/** An event with its data and metadata. */
export function EventDetails({ event }: { readonly event: EventView }) {
  return (
    <Card title={event.type} aside={`schema version ${String(event.schemaVersion)}`}>
      <JsonText value={event.data} label={`Data of ${event.type}`} />
      <dl class="facts">
        <Fact name="Id">{event.id}</Fact>
        <div>
          <dt>Happened</dt>
          <dd>
            <Time at={event.time} />
          </dd>
        </div>
        <div>
          <dt>Recorded</dt>
          <dd>
            <Time at={event.recordedAt} />
          </dd>
        </div>
        <Fact name="Origin">{event.origin}</Fact>
        <Fact name="Position in the log">{event.position}</Fact>
        <Fact name="Caused by">{event.causationId}</Fact>
        <Fact name="Correlation">{event.correlationId}</Fact>
        <Fact name="Trace">{event.traceParent}</Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: string | null }) {
  if (children === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd class="mono">{children}</dd>
    </div>
  );
}
