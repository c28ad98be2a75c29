import {
  createWireCodec,
  streamIdOf,
  requireDefinition,
  toEnvelope,
  type DomainEvent,
  type EventEnvelope,
  type OutgoingMessage,
  type WireCodec,
} from '@foldmart/core';
import {
  orderDecider,
  wireTimeOf,
  type OrderEvent,
  type OrderState,
  type ProducedKind,
} from '@foldmart/core/shop';
import { drawNumber, type DrawNumber } from '../random/distributions.js';
import { arrivals, endOfArrivals, type Arrival } from './arrivals.js';
import { EntityEvents, type EntitySource } from './entity-events.js';
import { FaultDraw, type Fault } from './faults.js';
import { drawSteps, type DrawStep } from './life-cycle-steps.js';
import type { ScenarioMessage } from './scenario-message.js';
import { spoil } from './spoil.js';
import { TimeQueue } from './time-queue.js';

/** What a scenario is generated from. The same source gives the same messages on every machine. */
export interface ScenarioSource extends EntitySource {
  /** The start, in milliseconds since the epoch. */
  readonly startMs: number;
  /** The zone of the generated times: `Z` or an offset such as `+09:00`. */
  readonly timeOffset: string;
}

/** The messages of one entity. */
interface Thread {
  readonly kind: ProducedKind;
  readonly streamId: string;
  readonly correlationId: string;
  order: OrderState;
  lastId: string;
  /** Messages and steps that are still to come. */
  open: number;
}

type Planned =
  | { readonly step: string; readonly stage: number; readonly thread: Thread }
  | { readonly send: Omit<ScenarioMessage, 'atMs' | 'isLast'>; readonly thread: Thread };

/**
 * The messages of a scenario in the order of sending, lost ones included. Steps of a life cycle that are due after the
 * last stage are left out; messages that are held back beyond it are sent at its end. Memory holds the entities whose
 * messages are not all sent.
 */
export function* scenarioMessages(source: ScenarioSource): Generator<ScenarioMessage, void> {
  const { scenario, rules, startMs, chance } = source;
  const options = () => ({
    traffic: rules.traffic,
    startMs,
    random: chance('scenario/arrivals').random,
  });
  const endMs = endOfArrivals(scenario, options());
  const coming = arrivals(scenario, options());
  const plan = new MessagePlan(source, endMs);
  for (let next = coming.next(); ;) {
    if (next.done !== true && next.value.atMs <= plan.nextMs) {
      plan.arrive(next.value);
      next = coming.next();
      continue;
    }
    if (plan.isEmpty) return;
    const message = plan.advance();
    if (message !== undefined) yield message;
  }
}

class MessagePlan {
  readonly #source: ScenarioSource;
  readonly #entities: EntityEvents;
  readonly #codec: WireCodec;
  readonly #queue = new TimeQueue<Planned>();
  readonly #faults: FaultDraw;
  readonly #delays: Readonly<Partial<Record<Fault, DrawNumber>>>;
  readonly #drawStep: DrawStep;
  readonly #chances;
  readonly #endMs: number;

  constructor(source: ScenarioSource, endMs: number) {
    this.#endMs = endMs;
    const { chance, scenario, rules, registry } = source;
    this.#source = source;
    this.#entities = new EntityEvents(source);
    this.#codec = createWireCodec(registry);
    this.#faults = new FaultDraw(chance('scenario/faults').random);
    this.#chances = {
      delays: chance('scenario/delays').random,
      spoiling: chance('scenario/spoiling').random,
      steps: chance('scenario/steps').random,
    };
    const { outOfOrder, duplicated, late } = scenario.delaySeconds;
    this.#delays = {
      outOfOrder: drawNumber(outOfOrder),
      duplicated: drawNumber(duplicated),
      late: drawNumber(late),
    };
    this.#drawStep = scenario.lifeCycle ? drawSteps(rules.orders.lifeCycle) : () => undefined;
  }

  get nextMs(): number {
    return this.#queue.nextMs;
  }

  get isEmpty(): boolean {
    return this.#queue.size === 0;
  }

  /** Plans the first message of a new entity. */
  arrive({ kind, atMs, stage }: Arrival): void {
    const nowMs = this.#source.startMs + atMs;
    const event = this.#entities.first(kind, stage, nowMs);
    if (event === undefined) return;
    const { registry } = this.#source;
    const streamId = streamIdOf(requireDefinition(registry, event.type), event.data) ?? '';
    const correlationId = this.#entities.chanceOf(kind).ids.next();
    const thread = { kind, streamId, correlationId, order: undefined, lastId: '', open: 0 };
    this.#happen(event, thread, { atMs, stage });
  }

  /** Takes the next planned item. Returns a message if one is to be sent now. */
  advance(): ScenarioMessage | undefined {
    const atMs = this.nextMs;
    const item = this.#queue.take();
    if (item === undefined) return undefined;
    const { thread } = item;
    if ('send' in item) {
      thread.open -= 1;
      return { ...item.send, atMs: Math.min(atMs, this.#endMs), isLast: thread.open === 0 };
    }
    this.#step(item, thread, atMs);
    thread.open -= 1;
    return undefined;
  }

  #step({ step, stage }: Extract<Planned, { step: string }>, thread: Thread, atMs: number): void {
    const { startMs, timeOffset } = this.#source;
    const changedAt = wireTimeOf(startMs + atMs, timeOffset);
    const command = { type: 'changeStatus', data: { status: step, changedAt } } as const;
    for (const event of orderDecider.decide(command, thread.order)) {
      this.#happen(event, thread, { atMs, stage });
    }
  }

  /** An event happens: its message is planned, and the next step of its order. */
  #happen(
    event: DomainEvent,
    thread: Thread,
    { atMs, stage }: { readonly atMs: number; readonly stage: number },
  ): void {
    const envelope = this.#envelope(event, thread, atMs);
    this.#send(envelope, thread, { atMs, stage });
    if (thread.kind !== 'orders') return;
    thread.order = orderDecider.evolve(thread.order, event as OrderEvent);
    const next = this.#drawStep(thread.order?.status ?? '', this.#chances.steps);
    if (next === undefined || atMs + next.afterMs > this.#endMs) return;
    thread.open += 1;
    this.#queue.add(atMs + next.afterMs, { step: next.status, stage, thread });
  }

  #envelope(event: DomainEvent, thread: Thread, atMs: number): EventEnvelope {
    const { registry, startMs } = this.#source;
    const id = this.#entities.chanceOf(thread.kind).ids.next();
    const envelope = toEnvelope(registry, event, {
      id,
      time: new Date(startMs + atMs).toISOString(),
      origin: 'producer',
      correlationId: thread.correlationId,
      ...(thread.lastId !== '' && { causationId: thread.lastId }),
    });
    thread.lastId = id;
    return envelope;
  }

  #send(
    event: EventEnvelope,
    thread: Thread,
    { atMs, stage }: { readonly atMs: number; readonly stage: number },
  ): void {
    const { topic, message } = this.#codec.encode(event);
    const key = String(message.key);
    const shares = this.#source.scenario.stages[stage]?.faults;
    const fault = shares && this.#faults.next(shares, `${topic}/${key}`);
    const sent = this.#spoiled(event, { ...message, key }, fault);
    const send = { stage, topic, event, streamId: thread.streamId, fault, ...sent };
    const delayMs = this.#delayMs(fault);
    const isCopied = fault === 'duplicated';
    this.#plan(isCopied ? atMs : atMs + delayMs, { ...send, isCopy: false }, thread);
    if (isCopied) this.#plan(atMs + delayMs, { ...send, isCopy: true }, thread);
  }

  #spoiled(
    event: EventEnvelope,
    message: OutgoingMessage & { readonly key: string },
    fault: Fault | undefined,
  ): Pick<ScenarioMessage, 'message' | 'reason'> {
    if (fault !== 'invalid') return { message, reason: undefined };
    const { message: broken, reason } = spoil(event, message, this.#chances.spoiling);
    return { message: { ...broken, key: message.key }, reason };
  }

  #delayMs(fault: Fault | undefined): number {
    const seconds = fault === undefined ? undefined : this.#delays[fault];
    return seconds === undefined ? 0 : Math.round(seconds(this.#chances.delays) * 1_000);
  }

  #plan(atMs: number, send: Omit<ScenarioMessage, 'atMs' | 'isLast'>, thread: Thread): void {
    thread.open += 1;
    this.#queue.add(atMs, { send, thread });
  }
}
