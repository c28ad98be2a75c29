import { vi } from 'vitest';
import { startFoldmart, type Running, type ShopSettings } from './foldmart.js';
import { orderPartitions } from './persisted-orders.js';

/** Three consumers of orders, each in its own process and with one partition. */
export interface OrderConsumers {
  /** Kills the consumer that reads `partition`, and starts one with this id, or with the same, at once. */
  replace(partition: number, id?: string): void;
  /** Ends all by SIGTERM, and resolves with their exit codes. */
  finish(): Promise<readonly (number | null)[]>;
  dispose(): Promise<void>;
}

interface Member {
  readonly id: string;
  readonly running: Running;
}

/** Starts them, and resolves once each has persisted orders of its partition. Orders must be arriving. */
export async function startOrderConsumers(settings: ShopSettings): Promise<OrderConsumers> {
  const start = (id: string): Member => ({
    id,
    running: startFoldmart(['consume', '--single', '--type', 'order', '--id', id], settings),
  });
  const members = new Set(['one', 'two', 'three'].map(start));
  const dead: Running[] = [];
  await vi.waitFor(() => orderPartitions.map((partition) => readerOf(members, partition)), {
    timeout: 60_000,
    interval: 100,
  });
  return {
    replace(partition, id) {
      const member = readerOf(members, partition);
      member.running.kill('SIGKILL');
      members.delete(member);
      dead.push(member.running);
      members.add(start(id ?? member.id));
    },
    async finish() {
      for (const { running } of members) running.kill('SIGTERM');
      const finished = await Promise.all([...members].map(({ running }) => running.finished));
      return finished.map(({ code }) => code);
    },
    async dispose() {
      for (const { running } of members) running.kill('SIGKILL');
      await Promise.all([...dead, ...[...members].map(({ running }) => running)].map(ended));
    },
  };
}

/** The member whose last batch came from this partition and from no other one before. Throws if there is none. */
function readerOf(members: ReadonlySet<Member>, partition: number): Member {
  for (const member of members) {
    const last = member.running.stderr().matchAll(/orders\/(\d+): /g);
    if ([...last].at(-1)?.[1] === String(partition)) return member;
  }
  throw new Error(`no consumer reads orders/${String(partition)}`);
}

const ended = ({ finished }: Running): Promise<unknown> => finished;
