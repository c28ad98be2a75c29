import { createShop } from '@foldmart/composition/shop';
import { persistEvents } from '@foldmart/core';
import { Gate } from './gate.js';
import { orderTopic, settingsFor, type BenchmarkServices } from '../measure/service-settings.js';

/** The configuration of a consumer in a process of its own. */
export interface ConsumerConfig {
  readonly services: BenchmarkServices;
  readonly database: string;
  readonly group: string;
  readonly member: string;
}

/** What it is told. At first it waits. */
export type ConsumerOrder = 'go' | 'wait';

/** Its messages: how many partitions it holds, and each batch, with the CPU time since it was told to go and its memory at most. */
export type ConsumerNews =
  | { readonly held: number }
  | { readonly persisted: number; readonly cpuSeconds: number; readonly memoryMib: number }
  | { readonly error: string };

const { services, database, group, member } = JSON.parse(process.argv[2] ?? '{}') as ConsumerConfig;
const system = await createShop(settingsFor(services, database));
const { events: store } = await system.database();
const handle = persistEvents({ store, codec: system.codec }, { group });

const gate = new Gate();
let cpuBefore = process.cpuUsage();
process.on('message', (order: ConsumerOrder) => {
  cpuBefore = process.cpuUsage();
  if (order === 'go') gate.open();
  else gate.close();
});
// A consumer must not outlive the run that it belongs to.
process.on('disconnect', () => process.exit(0));

const topic = orderTopic(services);
const observer = { assigned: ({ length }: readonly number[]) => tell({ held: length }) };
await system.bus().subscribe({ topic, group, member, observer }, async (batch, context) => {
  await gate.passage;
  try {
    await handle(batch, context);
  } catch (error) {
    tell({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    throw error;
  }
  const { user, system: kernel } = process.cpuUsage(cpuBefore);
  tell({
    persisted: batch.messages.length,
    cpuSeconds: (user + kernel) / 1_000_000,
    memoryMib: process.resourceUsage().maxRSS / 1_024,
  });
});

function tell(news: ConsumerNews): void {
  process.send?.(news);
}
