import type { EventView } from '../views/stream-view.js';

/** A node of the graph: an event, or a command that caused some. */
export interface GraphNode {
  readonly id: string;
  /** Undefined for a command. */
  readonly event: EventView | undefined;
  /** Steps from the first cause. */
  readonly column: number;
  readonly row: number;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  /** From a cause to its effect, by ids. */
  readonly edges: readonly (readonly [GraphNode, GraphNode])[];
  readonly columns: number;
  readonly rows: number;
}

/** Lays events out from left to right by what caused them. A cause that is no event is a command. */
export function graphOf(events: readonly EventView[]): Graph {
  const byId = new Map(events.map((event) => [event.id, event]));
  const commands = new Set(
    events.flatMap(({ causationId }) =>
      causationId === null || byId.has(causationId) ? [] : [causationId],
    ),
  );
  const columns = new Map<string, number>([...commands].map((id) => [id, 0]));
  const columnOf = (id: string, seen: ReadonlySet<string>): number => {
    const known = columns.get(id);
    if (known !== undefined || seen.has(id)) return known ?? 0;
    const cause = byId.get(id)?.causationId ?? null;
    const column = cause === null ? 0 : columnOf(cause, new Set([...seen, id])) + 1;
    columns.set(id, column);
    return column;
  };
  const rows = new Map<number, number>();
  const nodes = [...commands, ...byId.keys()].map((id): GraphNode => {
    const column = columnOf(id, new Set());
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { id, event: byId.get(id), column, row };
  });
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const edges = nodes.flatMap((node): (readonly [GraphNode, GraphNode])[] => {
    const cause = node.event?.causationId ?? null;
    const from = cause === null ? undefined : nodeOf.get(cause);
    return from === undefined || from === node ? [] : [[from, node]];
  });
  return {
    nodes,
    edges,
    columns: Math.max(0, ...columns.values()) + 1,
    rows: Math.max(1, ...rows.values()),
  };
}
