/**
 * The bodies in a text: the whole of it if it is one JSON value, or one body a line. Each is the text as it was written,
 * so that no number changes.
 */
export function bodiesIn(text: string): readonly string[] {
  const whole = text.trim();
  if (whole === '') return [];
  if (isJson(whole)) return [whole];
  const lines = whole
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.every(isJson) ? lines : [whole];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
