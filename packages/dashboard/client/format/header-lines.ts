/** Headers as text, one a line: `name: value`. */
export function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

/** The headers in such a text. A value may have colons, and no line break. */
export function headersIn(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1) return [line.trim(), ''];
      return [line.slice(0, colon).trim(), line.slice(colon + 1).replace(/^ /, '')];
    }),
  );
}
