import { shown } from './find-differences.js';

/**
 * Recognises an error: a part of its message, a pattern, or a predicate, such as the guards of this
 * package (`isValidationError`).
 */
export type ErrorMatcher = string | RegExp | ((error: unknown) => boolean);

/** The matchers that do not recognise the error, as text. */
export function unmatched(error: unknown, matchers: readonly ErrorMatcher[]): readonly string[] {
  return matchers.filter((matcher) => !isMatch(error, matcher)).map(describeMatcher);
}

/** Formats an error as one line. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : shown(error);
}

function isMatch(error: unknown, matcher: ErrorMatcher): boolean {
  if (typeof matcher === 'function') return matcher(error);
  const message = error instanceof Error ? error.message : String(error);
  return typeof matcher === 'string' ? message.includes(matcher) : message.search(matcher) >= 0;
}

function describeMatcher(matcher: ErrorMatcher): string {
  if (typeof matcher === 'string') return `an error that says ${JSON.stringify(matcher)}`;
  if (typeof matcher !== 'function') return `an error that says ${String(matcher)}`;
  return `an error that ${matcher.name === '' ? 'the predicate' : matcher.name} recognises`;
}
