import type { Runtime } from '../runtime/runtime.js';
import { withLag, type GroupLag } from './group-lag.js';
import { GroupPaces, type GroupPace } from './group-pace.js';

/** The consumer groups of a domain, and the pace of each. */
export interface QueueFigures {
  readonly groups: readonly GroupLag[];
  readonly paces: readonly GroupPace[];
}

/** Reads the consumer groups of the domain again and again. Joins none, and commits nothing. */
export class QueueReader {
  readonly #runtime: Runtime;
  readonly #paces = new GroupPaces();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  async read(): Promise<QueueFigures> {
    const { domain, clock } = this.#runtime;
    const { admin } = this.#runtime.bus();
    const names = [...new Set(domain.consumers.map(({ group }) => group))];
    const groups = await withLag(admin, await admin.describeGroups(names));
    return { groups, paces: this.#paces.read(groups, clock.monotonic()) };
  }
}
