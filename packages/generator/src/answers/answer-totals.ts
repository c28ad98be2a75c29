import { fingerprintOf } from '@foldmart/core';
import type { ScenarioMessage } from '../scenario/scenario-message.js';
import type { AnswerObserver, EntityAnswer, ExpectedReason } from './answer-model.js';
import { expectedRow, modelOf, rowName, rowText } from './expected-row.js';

/** Counts by name. */
export type Counts = Readonly<Record<string, number>>;

/** What must come of the messages, in figures. */
export interface AnswerFigures {
  /** Rows by read model. */
  readonly rows: Counts;
  readonly ordersByStatus: Counts;
  /** Events in the log, by type. */
  readonly events: Counts;
  /** Messages that repeat an event of the log. */
  readonly duplicates: number;
  /** Parked messages by reason. */
  readonly deadLetters: Counts;
  /** Stands for the content of all rows, in any order. */
  readonly digest: string;
}

/** Adds up what an {@link AnswerModel} reports. */
export class AnswerTotals implements AnswerObserver {
  readonly #rows = new Map<string, number>();
  readonly #statuses = new Map<string, number>();
  readonly #events = new Map<string, number>();
  readonly #letters = new Map<string, number>();
  readonly #timeOffset: string;
  #duplicates = 0;
  #high = 0;
  #low = 0;

  constructor(timeOffset: string) {
    this.#timeOffset = timeOffset;
  }

  recorded({ event }: ScenarioMessage): void {
    count(this.#events, event.type);
  }

  duplicate(): void {
    this.#duplicates += 1;
  }

  deadLetter(_message: ScenarioMessage, reason: ExpectedReason): void {
    count(this.#letters, reason);
  }

  entity({ topic, row }: EntityAnswer): void {
    if (row === undefined) return;
    const model = modelOf(topic);
    count(this.#rows, model.name);
    if (model.name === 'orders') count(this.#statuses, String(row['status']));
    const expected = expectedRow(model, row, this.#timeOffset);
    const { high, low } = fingerprintOf(`${rowName(model, expected)} ${rowText(model, expected)}`);
    this.#high = (this.#high + high) >>> 0;
    this.#low = (this.#low + low) >>> 0;
  }

  get figures(): AnswerFigures {
    return {
      rows: sorted(this.#rows),
      ordersByStatus: sorted(this.#statuses),
      events: sorted(this.#events),
      duplicates: this.#duplicates,
      deadLetters: sorted(this.#letters),
      digest: [this.#high, this.#low].map((half) => half.toString(16).padStart(8, '0')).join(''),
    };
  }
}

/** Adds one to a count. */
export function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Counts in the order of their names, by code units. */
export function sorted(counts: ReadonlyMap<string, number>): Counts {
  const names = [...counts.keys()].toSorted();
  return Object.fromEntries(names.map((name) => [name, counts.get(name) ?? 0]));
}
