import { isBranded } from './branded.js';

const versionConflict = Symbol.for('foldmart.VersionConflictError');
const notFound = Symbol.for('foldmart.NotFoundError');
const validation = Symbol.for('foldmart.ValidationError');

/** A stream is not at the version that the append expected. Nothing was appended. */
export class VersionConflictError extends Error {
  override readonly name = 'VersionConflictError';
  readonly streamId: string;
  readonly expected: number | string;
  /** The current version of the stream; 0 if it does not exist. */
  readonly actual: number;

  constructor(streamId: string, expected: number | string, actual: number) {
    super(`Stream ${streamId} is at version ${String(actual)}, not at ${String(expected)}.`);
    this.streamId = streamId;
    this.expected = expected;
    this.actual = actual;
    Object.defineProperty(this, versionConflict, { value: true });
  }
}

/** The requested entity does not exist. */
export class NotFoundError extends Error {
  override readonly name = 'NotFoundError';

  constructor(what: string) {
    super(`${what} does not exist.`);
    Object.defineProperty(this, notFound, { value: true });
  }
}

/** One fault of an input: its path (such as `data.price`) and a message. */
export interface ValidationIssue {
  readonly path: string;
  readonly message: string;
}

/** An input breaks its schema or a rule of the domain. `issues` lists every fault. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
  readonly issues: readonly ValidationIssue[];

  constructor(message: string, issues: readonly ValidationIssue[] = []) {
    super(message);
    this.issues = issues;
    Object.defineProperty(this, validation, { value: true });
  }
}

/** Recognises a {@link VersionConflictError}. */
export function isVersionConflictError(value: unknown): value is VersionConflictError {
  return isBranded(value, versionConflict);
}

/** Recognises a {@link NotFoundError}. */
export function isNotFoundError(value: unknown): value is NotFoundError {
  return isBranded(value, notFound);
}

/** Recognises a {@link ValidationError}. */
export function isValidationError(value: unknown): value is ValidationError {
  return isBranded(value, validation);
}
