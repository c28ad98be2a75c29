import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A schema as it was registered. */
export interface ServedSchema {
  readonly schema: string;
  /** Absent for Avro. */
  readonly schemaType?: string;
  readonly references?: readonly { readonly name: string }[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What is wrong with a schema as the successor of another one; empty if nothing is. */
export type CompatibilityRule = (former: ServedSchema, next: ServedSchema) => readonly string[];

const notFound = (code: number, message: string): Answer => ({
  status: 404,
  body: { error_code: code, message },
});

/**
 * A schema registry in memory with the parts of Confluent's HTTP interface that clients use to write, read and register, for
 * harnesses and tests. Listens on a free port of 127.0.0.1.
 */
export class SchemaRegistryServer {
  readonly #server: Server;
  readonly #schemas: ServedSchema[] = [];
  readonly #subjects = new Map<string, number[]>();
  /** The requests that it got, such as `GET /schemas/ids/1`. */
  readonly requests: string[] = [];
  /** Answers every request instead of the registry. */
  outage: Answer | undefined;
  /** Default: every schema is compatible. */
  rule: CompatibilityRule = () => [];
  /** If set, requests need this `user:password`. */
  credentials: string | undefined;

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#serve(request, response);
    });
  }

  static async open(): Promise<SchemaRegistryServer> {
    const registry = new SchemaRegistryServer();
    registry.#server.listen(0, '127.0.0.1');
    await once(registry.#server, 'listening');
    return registry;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Registers a schema whatever the rule says, and returns its id. */
  add(subject: string, schema: ServedSchema): number {
    const id = this.#idOf(schema) ?? this.#schemas.push(schema);
    const versions = this.#subjects.get(subject) ?? [];
    if (!versions.includes(id)) this.#subjects.set(subject, [...versions, id]);
    return id;
  }

  /** The schemas of a subject, oldest first. */
  schemasOf(subject: string): readonly ServedSchema[] {
    return (this.#subjects.get(subject) ?? []).flatMap((id) => this.#schemas[id - 1] ?? []);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { method = '', url = '' } = request;
    this.requests.push(`${method} ${url}`);
    const answer = this.outage ?? this.#refusal(request) ?? this.#answer(method, url, body);
    response.writeHead(answer.status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  }

  #refusal({ headers }: IncomingMessage): Answer | undefined {
    if (this.credentials === undefined) return undefined;
    const wanted = `Basic ${Buffer.from(this.credentials).toString('base64')}`;
    if (headers.authorization === wanted) return undefined;
    return { status: 401, body: { error_code: 40101, message: 'Unauthorized' } };
  }

  #answer(method: string, url: string, body: string): Answer {
    const { pathname } = new URL(url, this.url);
    const parts = pathname.split('/').filter((part) => part !== '');
    const [first, second = '', third, fourth] = parts.map((part) => decodeURIComponent(part));
    if (method === 'GET' && pathname === '/subjects') return ok([...this.#subjects.keys()]);
    if (method === 'GET' && first === 'config') return ok({ compatibilityLevel: 'BACKWARD' });
    if (method === 'GET' && first === 'schemas') return this.#byId(Number(third));
    if (method === 'GET' && first === 'subjects' && third === 'versions' && fourth !== undefined) {
      return this.#version(second, fourth);
    }
    const schema = body === '' ? undefined : (JSON.parse(body) as ServedSchema);
    if (method === 'POST' && schema !== undefined) {
      if (first === 'compatibility') return this.#compatibility(third ?? '', schema);
      if (first === 'subjects' && third === undefined) return this.#lookup(second, schema);
      if (first === 'subjects' && third === 'versions') return this.#register(second, schema);
    }
    return notFound(404, 'HTTP 404 Not Found');
  }

  #byId(id: number): Answer {
    const schema = this.#schemas[id - 1];
    return schema === undefined ? notFound(40403, `Schema ${String(id)} not found`) : ok(schema);
  }

  #version(subject: string, version: string): Answer {
    const ids = this.#subjects.get(subject);
    if (ids === undefined) return notFound(40401, `Subject '${subject}' not found.`);
    const index = version === 'latest' ? ids.length - 1 : Number(version) - 1;
    const id = ids[index];
    if (id === undefined) return notFound(40402, `Version ${version} not found.`);
    return ok({ subject, version: index + 1, id, ...this.#schemas[id - 1] });
  }

  #lookup(subject: string, schema: ServedSchema): Answer {
    const ids = this.#subjects.get(subject);
    if (ids === undefined) return notFound(40401, `Subject '${subject}' not found.`);
    const id = this.#idOf(schema);
    if (id === undefined || !ids.includes(id)) return notFound(40403, 'Schema not found');
    return ok({ subject, version: ids.indexOf(id) + 1, id, schema: schema.schema });
  }

  #register(subject: string, schema: ServedSchema): Answer {
    const faults = this.#faults(subject, schema);
    if (faults.length === 0) return ok({ id: this.add(subject, schema) });
    const message = `Schema being registered is incompatible with an earlier schema: ${faults.join('; ')}`;
    return { status: 409, body: { error_code: 409, message } };
  }

  #compatibility(subject: string, schema: ServedSchema): Answer {
    if (!this.#subjects.has(subject)) return notFound(40401, `Subject '${subject}' not found.`);
    const messages = this.#faults(subject, schema);
    return ok({ is_compatible: messages.length === 0, messages });
  }

  #faults(subject: string, schema: ServedSchema): readonly string[] {
    const former = this.schemasOf(subject).at(-1);
    if (former === undefined || sameSchema(former, schema)) return [];
    return this.rule(former, schema);
  }

  #idOf(schema: ServedSchema): number | undefined {
    const index = this.#schemas.findIndex((each) => sameSchema(each, schema));
    return index < 0 ? undefined : index + 1;
  }
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function sameSchema(one: ServedSchema, other: ServedSchema): boolean {
  return (
    (one.schemaType ?? 'AVRO') === (other.schemaType ?? 'AVRO') &&
    withoutSpace(one.schema) === withoutSpace(other.schema)
  );
}

/** Registries compare schemas, not their layout. */
function withoutSpace(schema: string): string {
  return schema.replaceAll(/\s+/g, ' ').trim();
}
