import { createHash, randomUUID } from 'node:crypto';

/** The channel of `NOTIFY` that belongs to a log. Databases have channels of their own, schemas have not. */
export function noticeChannel(schema: string): string {
  const hash = createHash('sha256').update(`foldmart:appended:${schema}`).digest('hex');
  return `foldmart_appended_${hash.slice(0, 16)}`;
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
