import {
  PortError,
  projectEvent,
  type EventEnvelope,
  type Projection,
  type ReadModel,
  type ReadModelWrite,
} from '@foldmart/core';
import { describe, expect, it } from 'vitest';
import { UndeclaredModelError } from '../../../src/projections/project-event.js';

const loans: ReadModel = { name: 'loans', key: ['book'], columns: { book: 'text', by: 'text' } };
const fines: ReadModel = { name: 'fines', key: ['book'], columns: { book: 'text', by: 'text' } };
const event: EventEnvelope = {
  id: 'e-7',
  type: 'lent',
  schemaVersion: 1,
  time: '',
  origin: 'test',
  data: {},
};
const insert: ReadModelWrite = { op: 'insert', model: 'loans', row: { book: 'b' } };
const unfit: ReadModelWrite = { op: 'update', model: 'loans', key: { book: 'b' }, set: { x: 1 } };
const undeclared: ReadModelWrite = { op: 'insert', model: 'fines', row: { book: 'b' } };
const fromUndeclared: ReadModelWrite = {
  op: 'mirror',
  model: 'loans',
  from: 'fines',
  key: { book: 'b' },
  columns: ['by'],
};

function projecting(writes: readonly ReadModelWrite[], more: Partial<Projection> = {}): Projection {
  return {
    name: 'lending',
    version: 3,
    mode: 'async',
    models: [loans],
    handles: ['lent'],
    project: () => writes,
    ...more,
  };
}

function failureOf(projection: Projection): PortError {
  try {
    projectEvent(projection, event);
  } catch (error) {
    expect(error).toBeInstanceOf(PortError);
    return error as PortError;
  }
  throw new Error('It did not fail.');
}

function throwing(thrown: unknown, more: Partial<Projection> = {}): Projection {
  return projecting([], {
    project: () => {
      throw thrown as Error;
    },
    ...more,
  });
}

describe('the changes of an event', () => {
  it('are those of its projection', () => {
    expect(projectEvent(projecting([insert]), event)).toEqual([insert]);
    const both = projecting([undeclared, fromUndeclared], { models: [loans, fines] });
    expect(projectEvent(both, event)).toEqual([undeclared, fromUndeclared]);
  });

  it.each([
    { what: 'an error', thrown: new Error('no such book'), why: 'no such book' },
    { what: 'something else', thrown: 'no such book', why: 'no such book' },
  ])('cannot be had if the projection throws $what', ({ thrown, why }) => {
    expect(failureOf(throwing(thrown))).toMatchObject({
      port: 'projection-store',
      operation: 'project',
      reason: 'rejected',
      message: `Projection lending cannot handle event e-7 (lent): ${why}`,
      cause: thrown,
    });
  });

  it('cannot be had if one of them does not fit its model', () => {
    const { message } = failureOf(projecting([insert, unfit]));
    expect(message).toMatch(/loans has no column x$/);
  });

  it.each([undeclared, fromUndeclared])(
    'cannot be had if the projection does not declare a model: %o',
    (write) => {
      for (const onFailure of ['park', 'skip'] as const) {
        const { message, cause } = failureOf(projecting([insert, write], { onFailure }));
        expect(message).toMatch(/it does not declare the model fines: add it to its models$/);
        expect(cause).toBeInstanceOf(UndeclaredModelError);
        expect(cause).toMatchObject({ model: 'fines' });
      }
    },
  );
});

describe('a projection that skips', () => {
  const skipped = (detail: string): ReadModelWrite => ({
    op: 'insert',
    model: 'projection_failures',
    row: { projection: 'lending', version: 3, event_id: 'e-7', event_type: 'lent', detail },
  });

  it('records the event instead, and why', () => {
    const error = new Error('no such\nbook');
    expect(projectEvent(throwing(error, { onFailure: 'skip' }), event)).toEqual([
      skipped('no such\uFFFDbook'),
    ]);
    expect(projectEvent(throwing(error, { onFailure: 'skip', mode: 'inline' }), event)).toEqual([
      skipped('no such\uFFFDbook'),
    ]);
  });

  it('records an event whose changes do not fit, unless it is inline', () => {
    const skipping = projecting([insert, unfit], { onFailure: 'skip' });
    expect(projectEvent(skipping, event)).toEqual([skipped('loans has no column x')]);
    expect(failureOf({ ...skipping, mode: 'inline' }).message).toMatch(/has no column x$/);
  });
});
