import {
  QueueReader,
  readCache,
  Section,
  StoreReader,
  type CacheFigures,
  type Panel,
  type QueueFigures,
  type Runtime,
  type StoreFigures,
} from '@foldmart/composition';
import type { PortError, StoredEvent } from '@foldmart/core';
import { Latencies } from '../live/latencies.js';
import type { GroupView, OverviewSample, ServiceView } from '../views/overview-view.js';
import { defectsAsTrouble } from './defects-as-trouble.js';
import { LogTail } from './log-tail.js';
import { PanelReader } from './panel-reader.js';
import {
  otherLeases,
  readProjections,
  viewProjections,
  type ProjectionFigures,
} from './projection-reader.js';
import { tickerEvent } from './ticker-event.js';

interface StoreParts {
  readonly store: StoreFigures;
  readonly projections: ProjectionFigures;
}

/** An event is shown once, at most so many in a sample. */
const mostTickerEvents = 25;

/** Reads the whole system, a sample at a time. A service that does not answer delays nothing but its own part. */
export class SystemObserver {
  readonly #runtime: Runtime;
  readonly #queue: Section<QueueFigures> | undefined;
  readonly #cache: Section<CacheFigures> | undefined;
  readonly #store: Section<StoreParts>;
  readonly #panels: PanelReader;
  readonly #latencies = new Latencies();
  /** Events that no sample has shown yet. */
  #unseen: readonly StoredEvent[] = [];

  constructor(runtime: Runtime, panels: readonly Panel[]) {
    const { settings, clock, domain, logger } = runtime;
    const queue = new QueueReader(runtime);
    this.#runtime = runtime;
    const section = <Value>(port: PortError['port'], read: () => Promise<Value>): Section<Value> =>
      new Section(clock, defectsAsTrouble(logger, port, read));
    this.#queue =
      settings.queueType === 'direct' ? undefined : section('event-bus', () => queue.read());
    this.#cache =
      domain.cached.length === 0 ? undefined : section('entity-cache', () => readCache(runtime));
    this.#store = section('event-store', this.#storeReader());
    this.#panels = new PanelReader(panels, clock);
  }

  /** Reads everything, and waits for nothing longer than `limitMs`. */
  async read(limitMs: number): Promise<OverviewSample> {
    await Promise.all([
      this.#queue?.refresh(limitMs),
      this.#cache?.refresh(limitMs),
      this.#store.refresh(limitMs),
      this.#panels.refresh(limitMs),
    ]);
    return this.#sample();
  }

  #storeReader(): () => Promise<StoreParts> {
    const store = new StoreReader(this.#runtime);
    const tail = new LogTail(this.#runtime);
    return async () => {
      const [figures, projections, events] = await Promise.all([
        store.read(),
        readProjections(this.#runtime),
        tail.read(),
      ]);
      this.#latencies.add(events, this.#runtime.clock.now());
      this.#unseen = [...this.#unseen, ...events].slice(-mostTickerEvents);
      return { store: figures, projections };
    };
  }

  #sample(): OverviewSample {
    const { value } = this.#store;
    const events = this.#unseen.map(tickerEvent);
    this.#unseen = [];
    return {
      atMs: this.#runtime.clock.now(),
      services: this.#services(),
      appendedPerSecond: value?.store.appendedPerSecond ?? null,
      groups: this.#queue?.value === undefined ? null : this.#groups(this.#queue.value),
      cache: this.#cache?.value ?? null,
      waitingLetters: value === undefined ? null : sumOf(Object.values(value.store.deadLetters)),
      projections:
        value === undefined ? null : viewProjections(this.#runtime, value.projections, value.store),
      leases: value === undefined ? [] : otherLeases(this.#runtime, value.projections),
      blocker: value?.projections.blocker ?? null,
      panels: this.#panels.views,
      events,
    };
  }

  #services(): readonly ServiceView[] {
    const { queueType, cacheType, databaseType } = this.#runtime.settings;
    const parts = [
      ['queue', queueType, this.#queue],
      ['cache', cacheType, this.#cache],
      ['database', databaseType, this.#store],
    ] as const;
    return parts.flatMap(([name, type, section]) => {
      if (section === undefined) return [];
      const trouble = section.trouble ?? null;
      return [{ name, type, isUp: trouble === null, trouble }];
    });
  }

  #groups({ groups, paces }: QueueFigures): readonly GroupView[] {
    return groups.map(({ group, topics, state, members }, nth) => ({
      group,
      topics,
      state,
      members: members.map(({ name, host, assignments }) => ({
        name,
        host,
        holds: assignments
          .filter(({ partitions }) => partitions.length > 0)
          .map(({ topic, partitions }) => `${topic}[${partitions.join(',')}]`),
      })),
      lag: paces[nth]?.lag ?? 0,
      consumedPerSecond: paces[nth]?.consumedPerSecond ?? null,
      producedPerSecond: paces[nth]?.producedPerSecond ?? null,
      catchUpSeconds: paces[nth]?.catchUpSeconds ?? null,
      latency: this.#latencies.of(topics.map((topic) => `bus:${topic}`)),
    }));
  }
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
