import { isBranded } from './branded.js';

const brand = Symbol.for('foldmart.PortError');

/**
 * Why an adapter could not do what its port promises.
 *
 * - `unavailable`: the service cannot be reached, or temporarily refuses work
 * - `timeout`: no answer in time; the effect may or may not have happened
 * - `unauthorized`: the credentials or their permissions are not sufficient, or no trusted connection comes about
 * - `rejected`: the service refuses this request and always will
 * - `corrupt`: what was read is not in a format that this library writes
 * - `closed`: the adapter has been closed
 * - `unknown`: the adapter does not recognise the failure
 */
export type PortErrorReason =
  'unavailable' | 'timeout' | 'unauthorized' | 'rejected' | 'corrupt' | 'closed' | 'unknown';

/** Finer causes that callers act on. An adapter sets one whenever it applies. */
export type PortErrorCode =
  | 'unknown-topic'
  | 'message-too-large'
  | 'fenced'
  | 'group-active'
  | 'offset-out-of-range'
  | 'missing-database'
  | 'missing-schema'
  | 'out-of-memory'
  | 'projection-version'
  | 'projection-failed'
  | 'newer-event'
  | 'unknown-schema'
  | 'incompatible-schema';

/** The port that failed: one of the library's, or one of a domain's own. */
export type PortName =
  | 'event-bus'
  | 'event-store'
  | 'read-model-store'
  | 'dead-letter-store'
  | 'projection-store'
  | 'entity-cache'
  | 'repository'
  | 'leader-lock'
  | 'snapshot-store'
  | 'checkpoint-store'
  | 'rebuild-store'
  | 'audit-reader'
  | 'schema-registry'
  | (string & Record<never, never>);

/**
 * The parts of a {@link PortError}: `message` says what happened to what, `hint` says what to do
 * next.
 */
export interface PortErrorDetails {
  readonly port: PortName;
  readonly operation: string;
  readonly reason: PortErrorReason;
  readonly message: string;
  readonly code?: PortErrorCode;
  readonly hint?: string;
  readonly cause?: unknown;
  /** Default: true for `unavailable` and `timeout`, false for every other reason. */
  readonly isRetryable?: boolean;
}

/** The only kind of error that an adapter throws. Recognise it with {@link isPortError}. */
export class PortError extends Error {
  override readonly name = 'PortError';
  readonly port: PortName;
  readonly operation: string;
  readonly reason: PortErrorReason;
  readonly code: PortErrorCode | undefined;
  readonly hint: string | undefined;
  /** True if the same call may succeed later without any change. */
  readonly isRetryable: boolean;

  constructor(details: PortErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.port = details.port;
    this.operation = details.operation;
    this.reason = details.reason;
    this.code = details.code;
    this.hint = details.hint;
    this.isRetryable = details.isRetryable ?? isTransient(details.reason);
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Recognises a {@link PortError}, even if another copy of this package threw it. */
export function isPortError(value: unknown): value is PortError {
  return isBranded(value, brand);
}

/** True for a port error that may be temporary. Every other error counts as permanent. */
export function isRetryableError(value: unknown): boolean {
  return isPortError(value) && value.isRetryable;
}

function isTransient(reason: PortErrorReason): boolean {
  return reason === 'unavailable' || reason === 'timeout';
}
