import type { CacheFigures, QueueFigures, StoreFigures } from '@foldmart/composition';

/** A table that a domain adds to the monitor. */
export interface MonitorTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** What is known of a service: its figures, why they are old or missing, or both. */
export interface Known<Figures> {
  readonly figures: Figures | undefined;
  readonly trouble: string | undefined;
}

/** What a monitor shows. A part is absent if the settings keep it in the memory of a process. */
export interface MonitorSample {
  readonly atMs: number;
  readonly queue?: Known<QueueFigures>;
  readonly cache?: Known<CacheFigures>;
  readonly store?: Known<StoreFigures>;
  /** The tables of the domain, if it has a database that others see. */
  readonly tables?: Known<readonly MonitorTable[]>;
}

/** The parts that could not be read. */
export function troublesOf({ queue, cache, store, tables }: MonitorSample): readonly string[] {
  const troubles = [queue, cache, store, tables].flatMap((part) => part?.trouble ?? []);
  return [...new Set(troubles)];
}

/** The sample as programs get it. */
export function monitorData(sample: MonitorSample): object {
  const { atMs, queue, cache, store, tables } = sample;
  return {
    time: new Date(atMs).toISOString(),
    groups: queue?.figures?.groups.map(({ group, state, members }, index) => ({
      state,
      members: members.length,
      ...queue.figures?.paces[index],
      group,
    })),
    cache: cache?.figures,
    ...store?.figures,
    tables: tables?.figures,
    troubles: troublesOf(sample),
  };
}
