import {
  consumersOf,
  type PersistCounts,
  type RoleObserver,
  type Runtime,
  type RunningRoles,
} from '@foldmart/composition';
import { reportConsumers } from './consumer-reporter.js';
import type { Output } from './output.js';
import { clockTime, refreshedLine } from './progress-lines.js';

/** What the roles of a process have done. */
export interface WorkDone extends PersistCounts {
  /** Events that the outbox has published. */
  readonly relayed: number;
  /** Refreshes of the cache. */
  readonly refreshes: number;
}

/** Reports the work of roles, a line at a time, and sums it up. */
export class RoleReporter {
  readonly observer: RoleObserver;
  readonly #output: Output;
  readonly #runtime: Runtime;
  #relayed = 0;
  #refreshes = 0;

  constructor(output: Output, runtime: Runtime, instances: number) {
    const { clock, domain } = runtime;
    this.#output = output;
    this.#runtime = runtime;
    this.observer = {
      ...reportConsumers(output, clock, consumersOf(domain.consumers, instances).length),
      refreshed: (refresh, number) => {
        this.#refreshes += 1;
        output.progress(refreshedLine(refresh, number));
      },
      relayed: ({ published }) => {
        if (published === 0) return;
        this.#relayed += published;
        output.progress(`[${clockTime(clock.now())}] outbox: ${String(published)} events relayed`);
      },
    };
  }

  /** Says what runs beside the consumers, which speak for themselves. */
  started({ roles }: RunningRoles): void {
    const { domain, projections } = this.#runtime;
    const names: Readonly<Record<string, readonly string[]>> = {
      projections: projections.filter(({ mode }) => mode === 'async').map(({ name }) => name),
      subscriptions: domain.subscriptions.map(({ name }) => name),
      'cache-worker': domain.cached.map(({ kind }) => kind.name),
    };
    for (const role of roles.filter((each) => each !== 'consumers')) {
      const of = names[role] ?? [];
      this.#output.progress(`${role} started${of.length === 0 ? '' : `: ${of.join(', ')}`}`);
    }
  }

  /** The sums so far. */
  done({ consumers }: RunningRoles): WorkDone {
    const counts = consumers?.counts() ?? nothing;
    return { ...counts, relayed: this.#relayed, refreshes: this.#refreshes };
  }
}

const nothing: PersistCounts = {
  received: 0,
  appended: 0,
  duplicates: 0,
  conflicts: 0,
  deadLetters: 0,
};
