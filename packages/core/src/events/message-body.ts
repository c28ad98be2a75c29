import type { EventData } from './envelope.js';
import type { EventRegistry } from './event-registry.js';
import { parseJson } from './safe-json.js';

/** The body of a message: `{"event_type", "data"}`. */
export interface MessageBody {
  readonly ok: true;
  readonly type: string;
  readonly data: EventData;
  /** The text of `data`, if it is on one line and has no escapes. */
  readonly json?: string;
}

export type ReadBody = (
  value: Uint8Array,
) => MessageBody | { readonly ok: false; readonly why: string };

/**
 * Makes the reader of bodies. A body in the layout that the codec writes is recognised by its first characters: only its data
 * is parsed then, and the text of the data is known.
 */
export function bodyReader({ definitions }: EventRegistry): ReadBody {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const typeOf = new Map(definitions.map(({ type }) => [openingOf(type), type]));
  return (value) => {
    try {
      const text = utf8.decode(value);
      return readUsual(typeOf, text) ?? readAny(text);
    } catch (error) {
      return { ok: false, why: error instanceof Error ? error.message : String(error) };
    }
  };
}

const beforeType = '{"event_type":"';
const behindType = '","data":';
const nestedBy = 1;

/** What a body of this type begins with. */
function openingOf(type: string): string {
  return `${JSON.stringify({ event_type: type }).slice(0, -1)},"data":`;
}

/** Undefined for a body in any other layout, or with anything wrong. */
function readUsual(typeOf: ReadonlyMap<string, string>, text: string): MessageBody | undefined {
  const opening = text.slice(0, text.indexOf('"', beforeType.length) + behindType.length);
  const type = typeOf.get(opening);
  if (type === undefined || !text.endsWith('}') || needsEscapes(text)) return undefined;
  const json = text.slice(opening.length, -1);
  try {
    const data = parseJson(json, nestedBy);
    return isObject(data) ? { ok: true, type, data, json } : undefined;
  } catch {
    // It is read again in full, for an error that describes all of it.
    return undefined;
  }
}

function needsEscapes(text: string): boolean {
  return text.includes('\\') || text.includes('\n') || text.includes('\r') || text.includes('\t');
}

function readAny(text: string): ReturnType<ReadBody> {
  const body = parseJson(text);
  if (!isObject(body)) return { ok: false, why: 'the body is not a JSON object' };
  const { event_type: type, data } = body;
  return typeof type === 'string' && isObject(data)
    ? { ok: true, type, data }
    : { ok: false, why: 'expected {"event_type": "...", "data": {...}}' };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
