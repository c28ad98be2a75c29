/** A line of a file of settings that does not say what its author meant. */
export interface BrokenLine {
  /** From 1. */
  readonly line: number;
  readonly problem: string;
}

const assignment = /^\s*(?:export\s+)?[\w.-]+(?:\s*=|:\s)\s*/;
const comment = /^\s*(#|$)/;

/** The lines of a file of settings that are ignored or read otherwise than they look. Never contains a value. */
export function findBrokenLines(text: string): readonly BrokenLine[] {
  const lines = text.split(/\r?\n/);
  const broken: BrokenLine[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (comment.test(line)) continue;
    const start = assignment.exec(line);
    if (start === null) {
      broken.push({ line: index + 1, problem: 'it is ignored, because it is not NAME=value' });
      continue;
    }
    const value = line.slice(start[0].length);
    if (!opensQuote(value)) continue;
    const end = endOfQuote(value.charAt(0), lines, index);
    if (end === undefined || isAssignedWithin(lines, index, end)) {
      broken.push({ line: index + 1, problem: 'its quote is not closed' });
    }
    index = end ?? index;
  }
  return broken;
}

function opensQuote(value: string): boolean {
  return /^["'`]/.test(value) && !value.slice(1).includes(value.charAt(0));
}

function endOfQuote(quote: string, lines: readonly string[], opened: number): number | undefined {
  const found = lines.findIndex((line, index) => index > opened && line.includes(quote));
  return found < 0 ? undefined : found;
}

/** A value of several lines seldom contains an assignment: the quote is rather missing. */
function isAssignedWithin(lines: readonly string[], opened: number, closed: number): boolean {
  return lines.slice(opened + 1, closed + 1).some((line) => assignment.test(line));
}
