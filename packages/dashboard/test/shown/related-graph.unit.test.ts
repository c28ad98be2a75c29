import { describe, expect, it } from 'vitest';
import { graphOf } from '../../src/shown/related-graph.js';
import type { EventView } from '../../src/views/stream-view.js';

function event(id: string, causationId: string | null): EventView {
  return {
    id,
    type: 'happened',
    streamId: `stream-${id}`,
    version: 1,
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    recordedAt: '2026-02-03T14:30:00.000000Z',
    position: '1',
    origin: 'command',
    correlationId: null,
    causationId,
    traceParent: null,
    data: {},
  };
}

describe('the graph of causes', () => {
  it('goes from the command to its events and to what they caused', () => {
    const { nodes, edges, columns, rows } = graphOf([
      event('a', 'command-1'),
      event('b', 'a'),
      event('c', 'a'),
    ]);
    expect(nodes.map(({ id, column, row }) => [id, column, row])).toEqual([
      ['command-1', 0, 0],
      ['a', 1, 0],
      ['b', 2, 0],
      ['c', 2, 1],
    ]);
    expect(edges.map(([from, to]) => `${from.id} ${to.id}`)).toEqual(['command-1 a', 'a b', 'a c']);
    expect({ columns, rows }).toEqual({ columns: 3, rows: 2 });
  });

  it('ends at causes that go round in a circle', () => {
    const { nodes } = graphOf([event('a', 'b'), event('b', 'a'), event('c', 'c')]);
    expect(nodes).toHaveLength(3);
  });
});
