const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const bytesPerLine = 16;

/** Bytes as text, or as `hex:00ff` if they are not printable UTF-8; null stays null. */
export function textOrHex(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null;
  return printableText(bytes) ?? `hex:${Buffer.from(bytes).toString('hex')}`;
}

/** The bytes that `textOrHex` shows; undefined if the hexadecimal digits are not pairs. */
export function bytesOf(text: string): Uint8Array | undefined {
  if (!text.startsWith('hex:')) return new TextEncoder().encode(text);
  const digits = text.slice('hex:'.length);
  return /^([0-9a-f]{2})*$/i.test(digits) ? new Uint8Array(Buffer.from(digits, 'hex')) : undefined;
}

/** The lines that show a body: indented JSON, text, or a hexadecimal dump. */
export function bodyLines(bytes: Uint8Array | null): readonly string[] {
  if (bytes === null) return ['(no body)'];
  if (bytes.length === 0) return ['(empty)'];
  const text = printableText(bytes);
  return text === undefined ? hexDump(bytes) : (jsonLines(text) ?? text.split('\n'));
}

/** Undefined for bytes that are not UTF-8, and for text with control characters other than line breaks and tabs. */
export function printableText(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return /[^\P{Cc}\t\n\r]/u.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

function jsonLines(text: string): readonly string[] | undefined {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).split('\n');
  } catch {
    return undefined;
  }
}

/** The lines of `hexdump -C`. */
export function hexDump(bytes: Uint8Array): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += bytesPerLine) {
    const part = [...bytes.subarray(at, at + bytesPerLine)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const shown = part.map((byte) => (byte < 32 || byte > 126 ? '.' : String.fromCharCode(byte)));
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${shown.join('')}`);
  }
  return lines;
}
