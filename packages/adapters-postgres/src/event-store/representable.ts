import type { EventData, EventEnvelope, Json } from '@foldmart/core';

/** A value as JSON text, or why it cannot be written. */
export type EncodedJson =
  { readonly ok: true; readonly json: string } | { readonly ok: false; readonly why: string };

const unstorableCharacter = /[\0\p{Surrogate}]/u;

/** Whether Postgres can keep a text as it is. */
export function isStorableText(text: string): boolean {
  return !unstorableCharacter.test(text);
}

/**
 * Writes an event's data as JSON text, unless it holds what Postgres cannot: NUL characters, halves of
 * surrogate pairs, or numbers that JSON has no text for (they would silently become null).
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

/** Writes a value as JSON text, as {@link encodeEvent} does; `what` names it in the reason against it. */
export function encodeJson(what: string, value: Json | EventData): EncodedJson {
  try {
    return encodeValue(what, value);
  } catch (error) {
    // JSON.stringify and the walk below give up on data that is nested thousands deep, or in a circle.
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
 * Whether text with JSON in it may hold what Postgres cannot keep, or what JSON has no text for. Four passes over
 * the bytes of a whole batch cost less than a look at each value; where this says yes, each value is looked at.
 */
export function holdsSuspiciousBytes(bytes: Buffer): boolean {
  return [nul, replacement, escape, nothing].some((sign) => bytes.includes(sign));
}
