/** The first byte of every body with a schema id. */
const magicByte = 0;
const headSizeBytes = 5;

/** A body with its schema id, or what it is instead. */
export type Frame =
  | { readonly ok: true; readonly id: number; readonly payload: Uint8Array }
  | { readonly ok: false; readonly detail: string };

/** Splits a body in Confluent's wire format: byte 0, the schema id as four bytes, most significant first, the payload. */
export function readFrame(body: Uint8Array): Frame {
  const expected = 'a body of a schema registry begins with byte 0 and a schema id of four bytes';
  if (body[0] === magicByte && body.length >= headSizeBytes) {
    const id = new DataView(body.buffer, body.byteOffset, body.byteLength).getInt32(1);
    return { ok: true, id, payload: body.subarray(headSizeBytes) };
  }
  if (looksLikeJson(body)) return { ok: false, detail: `the body is plain JSON; ${expected}` };
  const [first] = body;
  if (first !== undefined && first !== magicByte) {
    const shown = first.toString(16).padStart(2, '0');
    return { ok: false, detail: `the body begins with byte 0x${shown}; ${expected}` };
  }
  return { ok: false, detail: `the body has ${String(body.length)} bytes; ${expected}` };
}

/** Puts a schema id before a payload. */
export function writeFrame(id: number, payload: Uint8Array): Uint8Array {
  const body = new Uint8Array(headSizeBytes + payload.length);
  new DataView(body.buffer).setInt32(1, id);
  body.set(payload, headSizeBytes);
  return body;
}

function looksLikeJson(body: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
