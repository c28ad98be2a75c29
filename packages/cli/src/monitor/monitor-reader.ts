import type { CommandContext } from '../command-context.js';
import type { DomainHelp } from '../domain-help.js';
import { withLag } from '../groups/group-lag.js';
import { GroupPaces } from '../groups/group-pace.js';
import type { CacheFigures } from './cache-line.js';
import type { Known, MonitorSample, MonitorTable, QueueFigures } from './monitor-sample.js';
import { readCache } from './read-cache.js';
import { StoreReader, type StoreFigures } from './read-store.js';
import { Section } from './section.js';

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
    const store = new StoreReader(context);
    this.#context = context;
    this.#queue = section(queueType !== 'memory' && queueType !== 'direct', queueReader(context));
    this.#cache = section(cacheType !== 'memory', () => readCache(context));
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

function queueReader({ system }: CommandContext): () => Promise<QueueFigures> {
  const paces = new GroupPaces();
  return async () => {
    const { admin } = system.bus();
    const names = [...new Set(system.domain.consumers.map(({ group }) => group))];
    const groups = await withLag(admin, await admin.describeGroups(names));
    return { groups, paces: paces.read(groups, system.clock.monotonic()) };
  };
}
