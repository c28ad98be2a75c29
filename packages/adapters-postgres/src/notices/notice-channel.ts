import { createHash, randomUUID } from 'node:crypto';

/** The channel of `NOTIFY` that belongs to a log. Databases have channels of their own, schemas have not. */
export function noticeChannel(schema: string): string {
  const hash = createHash('sha256').update(`foldmart:appended:${schema}`).digest('hex');
  return `foldmart_appended_${hash.slice(0, 16)}`;
}

/** An advisory lock that an instance holds while it listens. */
export interface ListenerLock {
  /** Tells a log's listeners from other locks. */
  readonly classId: number;
  /** Tells the instance from others. */
  readonly instanceId: number;
}

/** The lock of an instance; `instance` is text that no other instance has. */
export function listenerLock(schema: string, instance: string): ListenerLock {
  return {
    classId: keyOf(`foldmart:listens:${schema}`),
    instanceId: keyOf(`foldmart:listener:${instance}`),
  };
}

/** A key of an advisory lock: 31 bits, so that it is the same number in `pg_locks`. */
function keyOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) >>> 1;
}

/** What an instance sends: that it has appended, or that it wants to know whether its notices arrive. */
export interface NoticePayloads {
  readonly appended: string;
  readonly echo: string;
}

/** Payloads that no other instance sends. */
export function noticePayloads(): NoticePayloads {
  const instance = randomUUID();
  return { appended: `appended ${instance}`, echo: `echo ${instance}` };
}

/** Whether another instance says that it has appended. Its own appends have reached this one already. */
export function isFromAnother(payload: string | undefined, own: NoticePayloads): boolean {
  return payload?.startsWith('appended ') === true && payload !== own.appended;
}
