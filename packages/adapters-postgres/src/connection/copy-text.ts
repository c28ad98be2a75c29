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

/** JSON text on one line, as JSON.stringify writes it, in the text format of COPY. */
export function copyJson(json: string): string {
  return json.includes('\\') ? json.replaceAll('\\', '\\\\') : json;
}

const usualLineBytes = 512;
const longestCharacterBytes = 3;
const newline = 0x0a;

/**
 * The data of a COPY. Written piece by piece: joining a batch's lines first makes one long text of two bytes per
 * character, which costs more than everything else.
 */
export class CopyData {
  #buffer: Buffer;
  #length = 0;

  /** `lines` is how many lines to expect. */
  constructor(lines: number) {
    this.#buffer = Buffer.allocUnsafe(lines * usualLineBytes);
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** There is room for {@link endLine} afterwards. */
  add(text: string): void {
    const mostBytes = this.#length + text.length * longestCharacterBytes + 1;
    if (mostBytes > this.#buffer.length) this.#grow(mostBytes);
    this.#length += this.#buffer.write(text, this.#length, 'utf8');
  }

  endLine(): void {
    this.#buffer[this.#length] = newline;
    this.#length += 1;
  }

  #grow(mostBytes: number): void {
    const larger = Buffer.allocUnsafe(Math.max(mostBytes, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

/** One line for each item, as bytes. */
export function copyLines<Item>(items: readonly Item[], lineOf: (item: Item) => string): Buffer {
  const data = new CopyData(items.length);
  for (const item of items) data.add(lineOf(item));
  return data.bytes;
}
