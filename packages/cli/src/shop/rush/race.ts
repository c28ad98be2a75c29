import type { Clock } from '@foldmart/core';
import type { ApiAnswer, CouponClient } from './coupon-client.js';
import { Latencies } from './latencies.js';
import { requestCount, type RushPlan } from './rush-plan.js';

/** A request that an API has accepted. */
export interface AcceptedRequest {
  readonly userId: number;
  /** The id of the request in the queue and in the log. */
  readonly eventId: string;
}

/** The progress of the crowd. */
export interface RaceProgress {
  readonly accepted: readonly AcceptedRequest[];
  /** Final responses other than 202. */
  readonly refusals: readonly string[];
  /** How many requests were repeated because no response arrived. */
  readonly repeats: number;
  readonly acceptance: Latencies;
  readonly outcome: Latencies;
}

export interface RaceTools {
  readonly clock: Clock;
  readonly addresses: readonly string[];
  /** Requests coupons. */
  readonly client: CouponClient;
  /** Waits for outcomes. */
  readonly waitingClient: CouponClient;
  readonly signal: AbortSignal;
}

const mostSamples = 1_000;
const pauseMs = 100;
const millisecondsPerSecond = 1_000;

/**
 * Sends the requests of all users in random order, with the plan's concurrency, and waits for the
 * outcomes of a sample.
 */
export class Race {
  readonly #plan: RushPlan;
  readonly #tools: RaceTools;
  readonly #users: readonly number[];
  readonly #samples: Promise<void>[] = [];
  readonly #accepted: AcceptedRequest[] = [];
  readonly #refusals: string[] = [];
  readonly #acceptance = new Latencies();
  readonly #outcome = new Latencies();
  #next = 0;
  #repeats = 0;

  constructor(plan: RushPlan, tools: RaceTools, shuffle: <T>(list: T[]) => T[]) {
    this.#plan = plan;
    this.#tools = tools;
    const { users, requestsPerUser } = plan;
    this.#users = shuffle(
      Array.from({ length: users * requestsPerUser }, (_value, index) => 1 + (index % users)),
    );
  }

  get progress(): RaceProgress {
    return {
      accepted: this.#accepted,
      refusals: this.#refusals,
      repeats: this.#repeats,
      acceptance: this.#acceptance,
      outcome: this.#outcome,
    };
  }

  /** Resolves when every request has a response. */
  async run(): Promise<void> {
    const { inTurn, concurrency } = this.#plan;
    const lanes = inTurn ? 1 : Math.min(concurrency, this.#users.length);
    await Promise.all(Array.from({ length: lanes }, (_value, lane) => this.#runLane(lane)));
  }

  /** Resolves when the outcomes of the sample have arrived. */
  async awaitOutcomes(): Promise<void> {
    await Promise.all(this.#samples);
  }

  async #runLane(lane: number): Promise<void> {
    const { addresses, signal } = this.#tools;
    const address = addresses[lane % addresses.length] ?? '';
    while (this.#next < this.#users.length && !signal.aborted) {
      const index = this.#next;
      this.#next += 1;
      await this.#ask(address, index, this.#users[index] ?? 0);
    }
  }

  async #ask(address: string, index: number, userId: number): Promise<void> {
    const { clock } = this.#tools;
    const startedAt = clock.monotonic();
    const answer = await this.#insist(address, index, userId);
    if (answer === undefined) return;
    const { status, body } = answer;
    if (status !== 202) {
      this.#refusals.push(`${String(status)} ${String(body['title'])}`);
      return;
    }
    this.#acceptance.add(clock.monotonic() - startedAt);
    this.#accepted.push({ userId, eventId: String(body['eventId']) });
    const every = Math.max(1, Math.floor(requestCount(this.#plan) / mostSamples));
    if (!this.#plan.inTurn && index % every !== 0) return;
    const url = `${address}/api/coupon-requests/${String(body['requestId'])}?wait=10s`;
    const outcome = this.#awaitOutcome(url, startedAt);
    this.#samples.push(outcome);
    if (this.#plan.inTurn) await outcome;
  }

  /** Repeats the request with the same key until the API responds with a status below 500. */
  async #insist(address: string, index: number, userId: number): Promise<ApiAnswer | undefined> {
    const { client, clock, signal } = this.#tools;
    const path = `/api/coupons/${String(this.#plan.couponId)}/issue?userId=${String(userId)}`;
    const headers = { 'idempotency-key': String(index) };
    while (!signal.aborted) {
      const answer = await client.call('POST', `${address}${path}`, headers).catch(() => undefined);
      if (answer !== undefined && answer.status < 500) return answer;
      this.#repeats += 1;
      await clock.sleep(pauseMs, signal);
    }
    return undefined;
  }

  async #awaitOutcome(url: string, startedAt: number): Promise<void> {
    const { waitingClient, clock, signal } = this.#tools;
    while (!signal.aborted) {
      const answer = await waitingClient.call('GET', url).catch(() => undefined);
      if (answer?.body['status'] === 'DECIDED') {
        this.#outcome.add(clock.monotonic() - startedAt);
        return;
      }
      if (answer?.status !== 200) await clock.sleep(pauseMs, signal);
    }
  }
}

/** The rate per second of a count within a duration in milliseconds. */
export function perSecond(count: number, durationMs: number): number {
  return durationMs <= 0 ? 0 : Math.round((count * millisecondsPerSecond) / durationMs);
}
