import type { ShownJson } from '../../src/shown/shown-value.js';
import type { StreamStepView } from '../../src/views/stream-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { JsonText } from '../components/json-text.jsx';
import { changesBetween, pathText, type Change } from '../../src/shown/changes.js';
import { count } from '../format/numbers.js';

interface StateAtStepProps {
  readonly step: StreamStepView;
  /** The state before the event. */
  readonly before: ShownJson | undefined;
}

const mostChanges = 200;

/** What an event has changed in the state, and the whole state after it. */
export function StateAtStep({ step: { state, fault, event }, before }: StateAtStepProps) {
  const title = `What ${event.type} changed`;
  if (fault !== null) {
    return (
      <Card title={title}>
        <Failure>The event cannot be folded: {fault}</Failure>
      </Card>
    );
  }
  const changes = changesBetween(before ?? {}, state ?? {});
  return (
    <Card
      title={title}
      aside={changes.length === 1 ? '1 value' : `${count(changes.length)} values`}
    >
      {changes.length === 0 ? (
        <Empty>The state is as it was.</Empty>
      ) : (
        <ChangeTable changes={changes} />
      )}
      <details class="whole">
        <summary>Whole state after version {count(event.version)}</summary>
        <JsonText value={state} label="State" />
      </details>
    </Card>
  );
}

function ChangeTable({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label="Changes of the state">
      <table class="changes">
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, mostChanges).map(({ path, before, after }) => (
            <tr key={path.join('\n')}>
              <th scope="row">{pathText(path)}</th>
              <td>{before === undefined ? <i>none</i> : <del>{valueText(before)}</del>}</td>
              <td>{after === undefined ? <i>none</i> : <ins>{valueText(after)}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > mostChanges && (
        <p class="empty">and {count(changes.length - mostChanges)} more</p>
      )}
    </div>
  );
}

function valueText(value: ShownJson): string {
  return JSON.stringify(value);
}
