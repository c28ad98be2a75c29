import {
  createEventRegistry,
  defineEvent,
  defineProjection,
  defineReadModel,
  insertRow,
  type EventEnvelope,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

const lent = defineEvent({ type: 'lent', schema: z.object({ book: z.string() }) });
const returned = defineEvent({ type: 'returned', schema: z.object({ book: z.string() }) });
const loans = defineReadModel({ name: 'loans', key: ['book'], columns: { book: 'text' } });
const parts = { name: 'lending', version: 1, mode: 'inline', models: [loans] } as const;

function event(type: string): EventEnvelope {
  return { id: 'e', type, schemaVersion: 1, time: '', origin: 'test', data: { book: 'b' } };
}

describe.each([
  { source: 'a registry', events: createEventRegistry([lent, returned]) },
  { source: 'a list', events: [lent, returned] },
])('a projection of the events of $source', ({ events }) => {
  it('handles the types that it has a function for', () => {
    const projection = defineProjection(events, {
      ...parts,
      on: { lent: ({ data }) => [insertRow(loans, { book: data.book })] },
    });
    expect(projection).toMatchObject({ ...parts, handles: ['lent'] });
    expect(projection.project(event('lent'))).toEqual([insertRow(loans, { book: 'b' })]);
    expect(projection.project(event('returned'))).toEqual([]);
  });

  it('handles the types of its list with one function', () => {
    const projection = defineProjection(events, {
      ...parts,
      handles: ['lent', 'returned'],
      project: ({ data }) => [insertRow(loans, { book: data.book })],
    });
    expect(projection.handles).toEqual(['lent', 'returned']);
    expect(projection.project(event('returned'))).toEqual([insertRow(loans, { book: 'b' })]);
  });

  it('is refused for a type that is not defined', () => {
    const define = () => defineProjection(events, { ...parts, on: { sold: () => [] } as object });
    expect(define).toThrow(
      new RangeError(
        'Projection lending handles sold, which is not defined. Define the event, or handle one of: lent, returned.',
      ),
    );
  });

  it('is refused if no store could run it', () => {
    const define = () => defineProjection(events, { ...parts, version: 0, on: { lent: () => [] } });
    expect(define).toThrow('Projection lending cannot be used: its version is 0');
  });
});

it('a model is refused if no store could hold it', () => {
  expect(() => defineReadModel({ name: 'events', key: ['id'], columns: { id: 'text' } })).toThrow(
    'A read model cannot be named events',
  );
});
