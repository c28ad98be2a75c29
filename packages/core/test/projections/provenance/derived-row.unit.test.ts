import { describe, expect, it } from 'vitest';
import {
  RowHistory,
  type DerivedModels,
  type EventData,
  type ReadModel,
  type Row,
  type StoredEvent,
} from '@foldmart/core';

const seatsModel: ReadModel = {
  name: 'seats',
  key: ['hall'],
  columns: { hall: 'text', free: 'integer', note: 'text' },
};
const guestsModel: ReadModel = {
  name: 'guests',
  key: ['hall'],
  columns: { hall: 'text', count: 'integer' },
};

/** The free seats of a hall, which depend on the current row, and its guests. */
const halls: DerivedModels = {
  models: [seatsModel, guestsModel],
  handles: ['hall_opened', 'seats_taken', 'hall_closed'],
  steps: ({ type, data }) => {
    if (data['fault'] === 'no steps') throw new RangeError('cannot be read');
    const key: Row = { hall: data['hall'] };
    const seats = (row: Row | undefined): Row | 'deleted' | undefined => {
      if (type === 'hall_closed') return 'deleted';
      if (type === 'hall_opened') return { free: data['seats'], note: 'open' };
      if (data['fault'] === 'throws') throw new RangeError('cannot be counted');
      return row && { ...row, free: Number(row['free']) - Number(data['seats']) };
    };
    const guests = (row: Row | undefined): Row => ({
      count: Number(row?.['count'] ?? 0) + Number(data['seats'] ?? 0),
    });
    return [
      { model: 'seats', key, next: seats },
      { model: 'guests', key, next: guests },
    ];
  },
};

let position = 0;

function happened(type: string, data: EventData = {}): StoredEvent {
  position += 1;
  return {
    id: `event-${String(position)}`,
    type,
    data: { hall: 'red', ...data },
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
    streamId: 'hall-red',
    streamVersion: position,
    position: String(position).padStart(9, '0'),
    recordedAt: '2026-02-03T14:30:00Z',
  };
}

function historyOf(derived: DerivedModels = halls): RowHistory {
  return new RowHistory({
    model: seatsModel,
    key: { hall: 'red' },
    projections: [],
    derived: [derived],
  });
}

describe('the history of a derived row', () => {
  it('has each change as the write that makes it', () => {
    const history = historyOf();
    const events = [
      happened('hall_opened', { seats: 9 }),
      happened('seats_taken', { seats: 4 }),
      happened('hall_closed'),
    ];
    const row = { hall: 'red', free: 5, note: 'open' };
    expect(events.map((event) => history.take(event))).toEqual([
      [
        {
          event: events[0],
          projection: null,
          isPending: false,
          writes: [{ op: 'insert', model: 'seats', row: { ...row, free: 9 } }],
          row: { ...row, free: 9 },
        },
      ],
      [
        {
          event: events[1],
          projection: null,
          isPending: false,
          writes: [{ op: 'update', model: 'seats', key: { hall: 'red' }, set: { free: 5 } }],
          row,
        },
      ],
      [
        {
          event: events[2],
          projection: null,
          isPending: false,
          writes: [{ op: 'delete', model: 'seats', key: { hall: 'red' } }],
          row: undefined,
        },
      ],
    ]);
    expect(history.row).toBeUndefined();
  });

  it('has no change of an event that changes nothing', () => {
    const history = historyOf();
    expect(history.take(happened('seats_taken', { seats: 1 }))).toEqual([]);
    expect(history.take(happened('hall_closed'))).toEqual([]);
    expect(history.row).toBeUndefined();
  });

  it('has no change of other rows', () => {
    const history = historyOf();
    history.take(happened('hall_opened', { seats: 9 }));
    expect(history.take(happened('hall_opened', { hall: 'blue', seats: 3 }))).toEqual([]);
    expect(history.take(happened('seats_taken', { hall: 'blue', seats: 2 }))).toEqual([]);
    expect(history.row).toMatchObject({ hall: 'red', free: 9 });
  });

  it('has no change of a type that the models do not handle', () => {
    const history = historyOf({ ...halls, handles: ['hall_opened'] });
    history.take(happened('hall_opened', { seats: 9 }));
    expect(history.take(happened('hall_closed'))).toEqual([]);
    expect(history.row).toMatchObject({ free: 9 });
  });

  it.each([
    ['has no steps', 'seats_taken', { fault: 'no steps' }],
    ['has a step that throws', 'seats_taken', { fault: 'throws' }],
    ['gives a value that does not fit', 'hall_opened', { seats: 'many' }],
    ['names no row', 'seats_taken', { hall: null }],
  ])('has no change of an event that %s', (_what, type, data) => {
    const history = historyOf();
    history.take(happened('hall_opened', { seats: 9 }));
    const before = history.row;
    expect(history.take(happened(type, data))).toEqual([]);
    expect(history.row).toEqual(before);
  });
});
