import { ContenderHost } from './contender-host.js';
import type { Contender } from './row.js';

/** Few processes for many contenders, when nothing is measured. */
export class SharedHosts {
  readonly #hosts = new Map<string, ContenderHost>();

  readonly #databases = new Map<string, string>();

  /** The process in which a contender runs. */
  of({ name, isIntrusive = false }: Contender): ContenderHost {
    const key = isIntrusive ? name : '';
    const host = this.#hosts.get(key) ?? new ContenderHost();
    this.#hosts.set(key, host);
    return host;
  }

  /** The database that rows of one name share: the first one that a contender of that name has. */
  databaseOf(sharedName: string, { name }: Contender, own: string): string {
    const key = `${sharedName} ${name}`;
    const database = this.#databases.get(key) ?? own;
    this.#databases.set(key, database);
    return database;
  }

  end(): void {
    for (const host of this.#hosts.values()) host.end();
  }
}
