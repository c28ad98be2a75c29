import type { BatchHandler, EventBus } from '@foldmart/core';
import { textOf } from '../event-bus/numbered-messages.js';
import { Gate } from '../gate.js';
import type { MemberInstructions, MemberOrder, MemberReport } from './member-messages.js';

/**
 * Runs one member of a group in this process, for {@link memberProcessSuite}. A harness starts the process with its instructions in
 * the first argument and an IPC channel; when the channel closes, the process ends.
 *
 * @example
 * await runMember(({ sessionTimeoutMs }) => new MyEventBus({ sessionTimeoutMs }));
 */
export async function runMember(open: (member: MemberInstructions) => EventBus): Promise<void> {
  const member = JSON.parse(process.argv[2] ?? '') as MemberInstructions;
  const gate = new Gate();
  const bus = open(member);
  const orders: Record<MemberOrder, () => void> = {
    release: () => gate.open(),
    close: () => void bus.close().then(() => process.disconnect()),
  };
  process.on('message', (order: MemberOrder) => orders[order]());
  process.on('disconnect', () => process.exit());
  const { topic, group, maxBatchMessages } = member;
  await bus.subscribe(
    {
      topic,
      group,
      member: member.member,
      maxBatchMessages,
      observer: { assigned: (partitions) => report({ kind: 'holds', partitions }) },
    },
    reportingHandler(member, gate),
  );
}

function reportingHandler({ holdsAfter }: MemberInstructions, gate: Gate): BatchHandler {
  let [batches, handled] = [0, 0];
  return async ({ partition, messages }, { signal }) => {
    const batch = (batches += 1);
    const bodies = messages.map(textOf);
    report({ kind: 'begins', batch, partition, bodies, atMs: now() });
    const abort = (): void => report({ kind: 'aborts', batch, atMs: now() });
    signal.addEventListener('abort', abort);
    if (handled >= holdsAfter) await gate.pass();
    signal.removeEventListener('abort', abort);
    handled += messages.length;
    report({ kind: 'ends', batch, atMs: now() });
  };
}

function report(message: MemberReport): void {
  if (process.connected) process.send?.(message);
}

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
