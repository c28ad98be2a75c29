import type { Runtime } from '@foldmart/composition';
import { History } from '../live/history.js';
import type { LiveStream } from '../live/live-stream.js';
import type {
  HistoryView,
  OverviewSample,
  OverviewView,
  TickerEvent,
} from '../views/overview-view.js';
import { seriesOf } from './series-of.js';
import type { SystemObserver } from './system-observer.js';

const keptEvents = 100;
/** A service that takes no longer is slow, and not away. */
const leastPatienceMs = 3_000;
const quarterHourMs = 15 * 60_000;

/** Samples the system once for all pages, and keeps its recent course. */
export class Sampler {
  readonly #runtime: Runtime;
  readonly #observer: SystemObserver;
  readonly #stream: LiveStream;
  readonly #intervalMs: number;
  readonly #history: History;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #sample: OverviewSample | undefined;
  #events: readonly TickerEvent[] = [];
  #defect: string | undefined;

  constructor(
    runtime: Runtime,
    parts: {
      readonly observer: SystemObserver;
      readonly stream: LiveStream;
      readonly intervalMs: number;
    },
  ) {
    this.#runtime = runtime;
    this.#observer = parts.observer;
    this.#stream = parts.stream;
    this.#intervalMs = parts.intervalMs;
    this.#history = new History([
      { stepMs: parts.intervalMs, steps: Math.ceil(quarterHourMs / parts.intervalMs) },
      { stepMs: 10_000, steps: 1_080 },
      { stepMs: 60_000, steps: 1_440 },
    ]);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Waits for the sample that is being read. Idempotent. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** What a page starts with. */
  overview(rangeMs: number): OverviewView {
    return {
      sample: this.#sample ?? null,
      events: this.#events,
      history: this.history(rangeMs),
      lastId: this.#stream.lastId,
    };
  }

  history(rangeMs: number): HistoryView {
    return this.#history.read(this.#runtime.clock.now(), rangeMs);
  }

  async #run(): Promise<void> {
    const { clock } = this.#runtime;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const startedAt = clock.monotonic();
      await this.#sampleOnce();
      const tookMs = clock.monotonic() - startedAt;
      await clock.sleep(Math.max(0, this.#intervalMs - tookMs), signal);
    }
  }

  /** The page must outlive a defect in one of its parts. It is logged once, not every second. */
  async #sampleOnce(): Promise<void> {
    try {
      const sample = await this.#observer.read(Math.max(this.#intervalMs, leastPatienceMs));
      this.#sample = sample;
      this.#events = [...this.#events, ...sample.events].slice(-keptEvents);
      this.#history.add(sample.atMs, seriesOf(sample));
      this.#stream.publish('sample', sample);
    } catch (error) {
      const text = String(error);
      if (text !== this.#defect)
        this.#runtime.logger.error('the page cannot be updated', { error });
      this.#defect = text;
    }
  }
}
