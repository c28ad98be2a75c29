import { PortError } from '../errors/index.js';
import type { CloseOptions, SubscribeOptions } from '../ports/event-bus.js';
import type { ReadRequest } from '../ports/topic-reading.js';
import { countSetting, deadlineMsSetting } from './consumer-settings.js';

/** Checks the counts. Throws a PortError with the reason `rejected` if one is not a whole number from 1. */
export function assertSubscribeOptions(options: SubscribeOptions): void {
  const { maxBatchMessages, maxConcurrentPartitions } = options;
  for (const [name, count] of Object.entries({ maxBatchMessages, maxConcurrentPartitions })) {
    if (count === undefined || countSetting.safeParse(count).success) continue;
    throw rejected('subscribe', `${name} must be a whole number from 1, not ${count}`);
  }
}

/** Checks offset and limit. Throws a PortError with the reason `rejected` if one is out of its range. */
export function assertReadRequest({ from, limit }: ReadRequest): void {
  if (!/^\d{1,18}$/.test(from)) throw rejected('read', `${JSON.stringify(from)} is no offset`);
  if (countSetting.safeParse(limit).success) return;
  throw rejected('read', `limit must be a whole number from 1, not ${limit}`);
}

/** The deadline of a close. Throws a PortError with reason `rejected` if it is not whole milliseconds from 0. */
export function closeDeadlineMs(options: CloseOptions | undefined, defaultMs: number): number {
  const deadlineMs = options?.deadlineMs ?? defaultMs;
  if (deadlineMsSetting.safeParse(deadlineMs).success) return deadlineMs;
  throw rejected('close', `deadlineMs must be a whole number from 0, not ${deadlineMs}`);
}

function rejected(operation: string, what: string): PortError {
  const message = `${operation}: ${what}.`;
  return new PortError({ port: 'event-bus', operation, reason: 'rejected', message });
}
