import type { EventData, EventEnvelope, Json } from '@foldmart/core';

/** A value as JSON text, or why it cannot be written. */
export type EncodedJson =
  { readonly ok: true; readonly json: string } | { readonly ok: false; readonly why: string };

const unstorableCharacter = /[\0\p{Surrogate}]/u;

/** Whether Postgres can store a text unchanged. */
export function isStorableText(text: string): boolean {
  return !unstorableCharacter.test(text);
}

/**
 * Encodes an event's data as JSON text, unless Postgres cannot store it: NUL characters, lone surrogates, or numbers
 * that have no JSON text (they would silently become null).
 */
export function encodeEvent(streamId: string, event: EventEnvelope): EncodedJson {
  const names = [event.id, streamId, event.type, event.origin, event.time];
  const optional = [event.correlationId, event.causationId, event.traceParent];
  for (const text of [...names, ...optional]) {
    if (text !== undefined && !isStorableText(text)) {
      return {
        ok: false,
        why: 'its id, stream or metadata holds a character Postgres cannot keep',
      };
    }
  }
  return encodeJson('data', event.data);
}

/** Encodes a value as JSON text, as {@link encodeEvent} does; `what` names it in the error. */
export function encodeJson(what: string, value: Json | EventData): EncodedJson {
  try {
    return encodeValue(what, value);
  } catch (error) {
    // JSON.stringify and the walk below fail on data that is nested thousands deep or circular.
    return { ok: false, why: `its ${what} cannot be written: ${String(error)}` };
  }
}

function encodeValue(what: string, value: Json | EventData): EncodedJson {
  if (!isFiniteThroughout(value)) {
    return { ok: false, why: `its ${what} holds a number that is not finite` };
  }
  const json = JSON.stringify(value);
  return json.includes('\\u') && holdsUnstorableText(value)
    ? { ok: false, why: `its ${what} holds a character Postgres cannot keep` }
    : { ok: true, json };
}

function isFiniteThroughout(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  for (const key in value) {
    if (!isFiniteThroughout((value as Record<string, unknown>)[key])) return false;
  }
  return true;
}

function holdsUnstorableText(value: unknown): boolean {
  if (typeof value === 'string') return !isStorableText(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, child]) => !isStorableText(key) || holdsUnstorableText(child),
  );
}

const nul = Buffer.from([0]);
/** What Node writes for half of a surrogate pair. */
const replacement = Buffer.from('\ufffd');
/** What JSON.stringify writes for half of a surrogate pair and for control characters. */
const escape = Buffer.from('\\u');
/** What JSON.stringify writes for a number that is not finite. */
const nothing = Buffer.from('null');

/**
 * Whether text that contains JSON may hold values that Postgres cannot store or JSON cannot express. Four passes over
 * the bytes of a batch cost less than a check of each value; only if this returns true is each value checked.
 */
export function holdsSuspiciousBytes(bytes: Buffer): boolean {
  return [nul, replacement, escape, nothing].some((sign) => bytes.includes(sign));
}
