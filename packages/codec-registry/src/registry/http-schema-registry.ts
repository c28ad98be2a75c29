import type { PortError } from '@foldmart/core';
import * as answers from './registry-answers.js';
import {
  answerError,
  corruptAnswer,
  isNotFound,
  requestError,
  type RegistryAnswer,
} from './registry-errors.js';
import type { SchemaRegistry } from './schema-registry.js';

/** How to reach a registry. */
export interface HttpSchemaRegistryOptions {
  /** Its address, possibly with a path, and with user and password. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** How long a request may take; default 5,000. */
  readonly timeoutMs?: number;
}

const mediaType = 'application/vnd.schemaregistry.v1+json';

/** A registry with the HTTP interface of Confluent's, such as Confluent, Karapace, Redpanda and Apicurio offer. */
export function httpSchemaRegistry(options: HttpSchemaRegistryOptions): SchemaRegistry {
  const send = sender(options);
  return {
    schema: (id) => send('schema', `schemas/ids/${String(id)}`, answers.schema),
    idOf: (subject, schema) => send('idOf', subjectPath(subject), answers.id, requestOf(schema)),
    async register(subject, schema) {
      const path = `${subjectPath(subject)}/versions`;
      return required(
        await send('register', path, answers.id, requestOf(schema)),
        'register',
        options,
      );
    },
    async check(subject, schema) {
      const path = `compatibility/${subjectPath(subject)}/versions/latest?verbose=true`;
      const checked = await send('check', path, answers.compatibility, requestOf(schema));
      return checked ?? { isCompatible: true, messages: [] };
    },
  };
}

/** Only lookups may find nothing. */
function required<Value>(
  value: Value | undefined,
  operation: string,
  { url }: HttpSchemaRegistryOptions,
): Value {
  if (value !== undefined) return value;
  throw corruptAnswer(operation, addressOf(url), new Error('not found'));
}

function subjectPath(subject: string): string {
  return `subjects/${encodeURIComponent(subject)}`;
}

/** Avro is what registries assume, and old ones know no other type. */
function requestOf({ type, text }: { readonly type: string; readonly text: string }): object {
  return type === 'AVRO' ? { schema: text } : { schema: text, schemaType: type };
}

type Send = <Answer>(
  operation: string,
  path: string,
  parse: (body: unknown) => Answer,
  request?: object,
) => Promise<Answer | undefined>;

/** Undefined if the registry says that what was asked for does not exist. */
function sender(options: HttpSchemaRegistryOptions): Send {
  const { timeoutMs = 5_000 } = options;
  const at = addressOf(options.url);
  const headers = headersOf(options);
  return async (operation, path, parse, request) => {
    const response = await fetch(`${at}/${path}`, {
      method: request === undefined ? 'GET' : 'POST',
      headers,
      signal: AbortSignal.timeout(timeoutMs),
      ...(request === undefined ? {} : { body: JSON.stringify(request) }),
    })
      .then(async (answer) => ({ status: answer.status, text: await answer.text() }))
      .catch((error: unknown) => {
        throw requestError(operation, at, error);
      });
    if (response.status >= 200 && response.status < 300) {
      return parsed(response.text, parse, (cause) => corruptAnswer(operation, at, cause));
    }
    const answer = failureOf(response);
    if (isNotFound(answer)) return undefined;
    throw answerError(operation, at, answer);
  };
}

function parsed<Answer>(
  text: string,
  parse: (body: unknown) => Answer,
  fail: (cause: unknown) => PortError,
): Answer {
  try {
    return parse(JSON.parse(text));
  } catch (cause) {
    throw fail(cause);
  }
}

function failureOf({
  status,
  text,
}: {
  readonly status: number;
  readonly text: string;
}): RegistryAnswer {
  try {
    const { code, message } = answers.failure(JSON.parse(text));
    return { status, code, message };
  } catch {
    // A proxy or another server answers in its own words.
    return { status, code: undefined, message: text.slice(0, 200).replaceAll(/\s+/g, ' ').trim() };
  }
}

/** Without user and password. */
function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

function headersOf({ url, username, password }: HttpSchemaRegistryOptions): Record<string, string> {
  const headers: Record<string, string> = { accept: mediaType, 'content-type': mediaType };
  const address = new URL(url);
  const user = username ?? decodeURIComponent(address.username);
  const secret = password ?? decodeURIComponent(address.password);
  if (user === '' && secret === '') return headers;
  const credentials = Buffer.from(`${user}:${secret}`).toString('base64');
  return { ...headers, authorization: `Basic ${credentials}` };
}
