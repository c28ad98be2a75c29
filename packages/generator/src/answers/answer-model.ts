import { requireDefinition, type DeadLetterReason, type EventData } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import type { ScenarioMessage } from '../scenario/scenario-message.js';

/**
 * What consumers do about messages that follow a parked one with the same key: they park them behind it, or they
 * process them.
 */
export const parkingPolicies = ['park-key', 'skip-message'] as const;

export type ParkingPolicy = (typeof parkingPolicies)[number];

/** Why a message is expected among the dead letters. */
export type ExpectedReason = DeadLetterReason | 'parked-successor';

/** What must be in the store of one entity. */
export interface EntityAnswer {
  readonly topic: string;
  readonly streamId: string;
  /** The body of its first event with its current status; undefined if there must be no row. */
  readonly row: EventData | undefined;
  /** Ids of the events that must be in the log. */
  readonly present: readonly string[];
  /** Ids of the events that must not be in the log. */
  readonly absent: readonly string[];
}

/** What becomes of the messages. */
export interface AnswerObserver {
  /** Called once for each entity. */
  entity?(answer: EntityAnswer): void;
  duplicate?(message: ScenarioMessage): void;
  deadLetter?(message: ScenarioMessage, reason: ExpectedReason): void;
  recorded?(message: ScenarioMessage): void;
}

interface Stream {
  readonly topic: string;
  /** By event id: whether it is in the log. */
  readonly events: Map<string, boolean>;
  size: number;
  row: EventData | undefined;
}

/** Computes what a store must hold after consumers have processed messages in the order of sending. */
export class AnswerModel {
  readonly #policy: ParkingPolicy;
  readonly #observer: AnswerObserver;
  readonly #streams = new Map<string, Stream>();
  readonly #held = new Set<string>();

  constructor(policy: ParkingPolicy, observer: AnswerObserver) {
    this.#policy = policy;
    this.#observer = observer;
  }

  take(message: ScenarioMessage): void {
    const { streamId, topic, event } = message;
    const stream = this.#streams.get(streamId) ?? newStream(topic);
    this.#streams.set(streamId, stream);
    if (!stream.events.has(event.id)) stream.events.set(event.id, false);
    if (message.fault !== 'lost') this.#deliver(message, stream);
    if (message.isLast) this.#close(streamId, stream);
  }

  /** Reports the entities whose messages have not all been sent. */
  end(): void {
    for (const [streamId, stream] of this.#streams) this.#close(streamId, stream);
  }

  #deliver(message: ScenarioMessage, stream: Stream): void {
    const { topic, reason } = message;
    const key = `${topic}/${message.message.key}`;
    if (this.#held.has(key)) this.#observer.deadLetter?.(message, 'parked-successor');
    else if (reason === undefined) this.#record(message, stream);
    else {
      this.#observer.deadLetter?.(message, reason);
      if (this.#policy === 'park-key') this.#held.add(key);
    }
  }

  /** As the log takes events: an event that starts a stream must be its first. */
  #record(message: ScenarioMessage, stream: Stream): void {
    const { id, type, data } = message.event;
    const startsStream = requireDefinition(shopRegistry, type).startsStream === true;
    if (stream.events.get(id) === true) this.#observer.duplicate?.(message);
    else if (startsStream && stream.size > 0) this.#observer.deadLetter?.(message, 'conflict');
    else {
      stream.size += 1;
      stream.events.set(id, true);
      if (startsStream) stream.row = data;
      else if (stream.row !== undefined) stream.row = { ...stream.row, status: data['status'] };
      this.#observer.recorded?.(message);
    }
  }

  #close(streamId: string, { topic, events, row }: Stream): void {
    this.#streams.delete(streamId);
    const ids = (isPresent: boolean): readonly string[] =>
      [...events].filter(([, present]) => present === isPresent).map(([id]) => id);
    this.#observer.entity?.({ topic, streamId, row, present: ids(true), absent: ids(false) });
  }
}

function newStream(topic: string): Stream {
  return { topic, events: new Map(), size: 0, row: undefined };
}
