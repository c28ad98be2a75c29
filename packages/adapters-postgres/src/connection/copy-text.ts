const special = /[\\\t\n\r]/;
const eachSpecial = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

/** A value in the text format of COPY. */
export function copyText(value: string | null | undefined): string {
  if (value === null || value === undefined) return '\\N';
  return special.test(value)
    ? value.replace(eachSpecial, (character) => escapes[character] ?? character)
    : value;
}

const usualLineBytes = 512;
const longestCharacterBytes = 3;

/**
 * One line for each item, as bytes. Written line by line: joining a batch's lines first makes one long text of two
 * bytes per character, which costs more than everything else.
 */
export function copyLines<Item>(items: readonly Item[], lineOf: (item: Item) => string): Buffer {
  let buffer = Buffer.allocUnsafe(items.length * usualLineBytes);
  let length = 0;
  for (const item of items) {
    const line = lineOf(item);
    const mostBytes = length + line.length * longestCharacterBytes;
    if (mostBytes > buffer.length) buffer = grown(buffer, length, mostBytes);
    length += buffer.write(line, length, 'utf8');
  }
  return buffer.subarray(0, length);
}

function grown(buffer: Buffer, length: number, mostBytes: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(Math.max(mostBytes, buffer.length * 2));
  buffer.copy(larger, 0, 0, length);
  return larger;
}
