import {
  QueueReader,
  readCache,
  Section,
  StoreReader,
  type CacheFigures,
  type QueueFigures,
  type StoreFigures,
} from '@foldmart/composition';
import type { CommandContext } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';
import type { Known, MonitorSample, MonitorTable } from './monitor-sample.js';

/** Reads all that a monitor shows. A service that does not answer delays nothing but its own part. */
export class MonitorReader {
  readonly #context: CommandContext;
  readonly #queue: Section<QueueFigures> | undefined;
  readonly #cache: Section<CacheFigures> | undefined;
  readonly #store: Section<StoreFigures> | undefined;
  readonly #tables: Section<readonly MonitorTable[]> | undefined;

  constructor(context: CommandContext, { monitorTables }: DomainHelp) {
    const { settings, system } = context;
    const { queueType, cacheType, databaseType } = settings;
    const section = <Value>(isThere: boolean, read: () => Promise<Value>) =>
      isThere ? new Section(system.clock, read) : undefined;
    const isStored = databaseType !== 'memory';
    const queue = new QueueReader(system);
    const store = new StoreReader(system);
    this.#context = context;
    this.#queue = section(queueType !== 'memory' && queueType !== 'direct', () => queue.read());
    this.#cache = section(cacheType !== 'memory', () => readCache(system));
    this.#store = section(isStored, () => store.read());
    this.#tables = section(
      isStored && monitorTables !== undefined,
      async () => (await monitorTables?.(context)) ?? [],
    );
  }

  /** True if the settings leave nothing that another process could see. */
  get isEmpty(): boolean {
    return [this.#queue, this.#cache, this.#store].every((part) => part === undefined);
  }

  /** Reads the cache alone, or everything. Waits for no service longer than `limitMs`. */
  async read(limitMs: number, parts: 'all' | 'cache'): Promise<MonitorSample> {
    const cache = this.#cache;
    const others = parts === 'cache' ? [] : [this.#queue, this.#store, this.#tables];
    await Promise.all([cache, ...others].flatMap((part) => part?.refresh(limitMs) ?? []));
    const sample = { atMs: this.#context.system.clock.now(), ...known('cache', cache) };
    if (parts === 'cache') return sample;
    return {
      ...sample,
      ...known('queue', this.#queue),
      ...known('store', this.#store),
      ...known('tables', this.#tables),
    };
  }
}

function known<Name extends string, Value>(
  name: Name,
  section: Section<Value> | undefined,
): Partial<Record<Name, Known<Value>>> {
  if (section === undefined) return {};
  const { value: figures, trouble } = section;
  return { [name]: { figures, trouble } } as Partial<Record<Name, Known<Value>>>;
}
