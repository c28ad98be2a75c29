import type { PortError } from '@foldmart/core';

/** What cannot be done during an outage. */
export interface WhatWaits {
  readonly batches: number;
  /** Topics whose messages cannot be published. */
  readonly topics: readonly string[];
}

/** `Postgres unreachable, retrying, 35 batches wait`. */
export function outageText(service: string, error: PortError, waiting: WhatWaits): string {
  const { batches, topics } = waiting;
  return [
    `${service} ${stateOf(error)}, retrying`,
    ...(batches === 0
      ? []
      : [`${String(batches)} ${batches === 1 ? 'batch waits' : 'batches wait'}`]),
    ...(topics.length === 0 ? [] : [`${listed(topics)} cannot be published`]),
  ].join(', ');
}

/** `Postgres back after 23 s`. */
export function backText(service: string, forMs: number): string {
  return `${service} back after ${durationText(forMs)}`;
}

/** `23 s`, `4 min 5 s`, `3 h 20 min`. */
export function durationText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min ${String(seconds % 60)} s`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** A service that answers with an error code can be reached. */
function stateOf({ reason, code, cause }: PortError): string {
  if (reason === 'timeout') return 'does not answer';
  return code === 'out-of-memory' || isAnswer(cause) ? 'unavailable' : 'unreachable';
}

/** An SQLSTATE, other than those of connections and of a server that starts or stops. */
function isAnswer(cause: unknown): boolean {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code !== 'string') return false;
  return /^[0-9A-Z]*\d[0-9A-Z]*$/.test(code) && code.length === 5 && !/^(08|57P)/.test(code);
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
