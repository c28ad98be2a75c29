import { PortError, type PortErrorCode, type PortErrorReason } from '@foldmart/core';

/** An answer that is no success. */
export interface RegistryAnswer {
  readonly status: number;
  /** The code in the body, such as 40403; undefined if the body has none. */
  readonly code: number | undefined;
  readonly message: string;
}

interface AnswerClass {
  readonly reason: PortErrorReason;
  readonly code?: PortErrorCode;
  readonly hint?: string;
}

/** Whether the registry itself says that a subject or a schema does not exist; a 404 of anything else says nothing. */
export function isNotFound({ status, code }: RegistryAnswer): boolean {
  return status === 404 && (code === 40401 || code === 40402 || code === 40403);
}

/** Why a request failed. Only what the registry may answer otherwise later is worth another try. */
function classifyAnswer(answer: RegistryAnswer): AnswerClass {
  const { status } = answer;
  if (status === 401 || status === 403) {
    const hint =
      'check SCHEMA_REGISTRY_USERNAME, SCHEMA_REGISTRY_PASSWORD and the rights of the user';
    return { reason: 'unauthorized', hint };
  }
  if (status === 409) {
    const hint =
      'make the change compatible (new fields optional), raise the version of the event with a topic of its own, or change the compatibility of the subject';
    return { reason: 'rejected', code: 'incompatible-schema', hint };
  }
  if (status >= 500 || status === 408 || status === 429) return { reason: 'unavailable' };
  if (status === 404 && !isNotFound(answer)) {
    return { reason: 'rejected', hint: 'check the path of SCHEMA_REGISTRY_URL' };
  }
  return { reason: 'rejected' };
}

/** The error of an answer that is no success. */
export function answerError(operation: string, at: string, answer: RegistryAnswer): PortError {
  const { status, code, message } = answer;
  const number = code === undefined ? String(status) : `${String(status)}, ${String(code)}`;
  return new PortError({
    port: 'schema-registry',
    operation,
    message: `${operation} failed at ${at}: ${message} (${number})`,
    ...classifyAnswer(answer),
  });
}

/** The error of a request without an answer. */
export function requestError(operation: string, at: string, error: unknown): PortError {
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  const why = isTimeout ? 'no answer in time' : causeOf(error);
  return new PortError({
    port: 'schema-registry',
    operation,
    reason: isTimeout ? 'timeout' : 'unavailable',
    message: `${operation} failed at ${at}: ${why}`,
    hint: 'start the schema registry there, or set SCHEMA_REGISTRY_URL',
    cause: error,
  });
}

/** The error of an answer that is not what a registry answers. */
export function corruptAnswer(operation: string, at: string, cause: unknown): PortError {
  return new PortError({
    port: 'schema-registry',
    operation,
    reason: 'corrupt',
    message: `${operation} failed at ${at}: the answer is none of a schema registry`,
    hint: 'check SCHEMA_REGISTRY_URL',
    cause,
  });
}

/** `fetch failed` says nothing; its cause does. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return 'code' in cause && cause.message === '' ? String(cause.code) : cause.message;
}
