import type { EventView, RelatedView } from '../../src/views/stream-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { count } from '../format/numbers.js';
import { readApi } from '../state/api.js';
import { placeUrl } from '../state/location.js';
import { useRead } from '../state/use-read.js';
import { graphOf, type Graph, type GraphNode } from '../../src/shown/related-graph.js';

/** What caused an event, and what followed from it. */
export function RelatedEvents({ event }: { readonly event: EventView }) {
  const { result, error } = useRead(event.id, (signal) =>
    readApi<RelatedView>('related', { event: event.id }, signal),
  );
  return (
    <Card title="Causes and effects" aside={result === undefined ? '' : searchedText(result)}>
      {error !== undefined && <Failure>{error}</Failure>}
      {result === undefined ? (
        error === undefined && <Empty>Searching…</Empty>
      ) : (
        <RelatedGraph graph={graphOf(result.events)} current={event.id} />
      )}
    </Card>
  );
}

function searchedText({ searched, isPartial }: RelatedView): string {
  const range = isPartial ? `the next ${count(searched)} events` : 'the rest of the log';
  return `effects in ${range}`;
}

const width = 190;
const height = 44;
const gap = { x: 46, y: 10 };

interface RelatedGraphProps {
  readonly graph: Graph;
  readonly current: string;
}

function RelatedGraph({ graph, current }: RelatedGraphProps) {
  if (graph.nodes.length === 1) return <Empty>It stands alone: no cause, no effect.</Empty>;
  const size = {
    width: graph.columns * (width + gap.x) - gap.x + 2,
    height: graph.rows * (height + gap.y) - gap.y + 2,
  };
  return (
    <div
      class="graph"
      tabIndex={0}
      role="group"
      aria-label="Causes and effects, from left to right"
    >
      <div
        class="graph-plane"
        style={{ width: `${String(size.width)}px`, height: `${String(size.height)}px` }}
      >
        <svg {...size} aria-hidden="true">
          {graph.edges.map(([from, to]) => (
            <path key={`${from.id} ${to.id}`} d={pathOf(from, to)} />
          ))}
        </svg>
        <ul>
          {graph.nodes.map((node) => (
            <GraphBox key={node.id} node={node} isCurrent={node.id === current} />
          ))}
        </ul>
      </div>
    </div>
  );
}

function GraphBox({ node, isCurrent }: { readonly node: GraphNode; readonly isCurrent: boolean }) {
  const { x, y } = cornerOf(node);
  const style = {
    left: `${String(x)}px`,
    top: `${String(y)}px`,
    width: `${String(width)}px`,
    height: `${String(height)}px`,
  };
  const { event } = node;
  if (event === undefined) {
    return (
      <li class="node node-command" style={style}>
        <b>command</b>
        <small class="mono">{node.id}</small>
      </li>
    );
  }
  return (
    <li class={`node ${isCurrent ? 'node-current' : ''}`} style={style}>
      <a href={placeUrl(['streams', event.streamId], { version: String(event.version) })}>
        {event.type}
      </a>
      <small class="mono">{event.streamId}</small>
    </li>
  );
}

function cornerOf({ column, row }: GraphNode) {
  return { x: column * (width + gap.x), y: row * (height + gap.y) };
}

function pathOf(from: GraphNode, to: GraphNode): string {
  const [start, end] = [cornerOf(from), cornerOf(to)];
  const [x1, y1] = [start.x + width, start.y + height / 2];
  const [x2, y2] = [end.x, end.y + height / 2];
  const middle = String((x1 + x2) / 2);
  return `M${String(x1)} ${String(y1)} C${middle} ${String(y1)} ${middle} ${String(y2)} ${String(x2)} ${String(y2)}`;
}
