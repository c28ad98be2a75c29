import { PortError, type EventEnvelope, type Preparation } from '@foldmart/core';
import type { SchemaRegistry } from '../registry/schema-registry.js';
import { Flights, forEachItem } from './flights.js';
import type { PreparedSchema } from './published-schemas.js';

/** A schema with its id. */
export interface WritingSchema extends PreparedSchema {
  readonly id: number;
}

type Versioned = Pick<EventEnvelope, 'type' | 'schemaVersion'>;

/** The schemas that this program writes with, and their ids as far as they are known. */
export class WritingSchemas implements Preparation<Versioned> {
  readonly #registry: SchemaRegistry;
  readonly #autoRegister: boolean;
  readonly #published: ReadonlyMap<string, PreparedSchema>;
  readonly #known = new Map<string, WritingSchema>();
  readonly #flights = new Flights<string, void>();

  constructor(
    registry: SchemaRegistry,
    published: readonly PreparedSchema[],
    { autoRegister }: { readonly autoRegister: boolean },
  ) {
    this.#registry = registry;
    this.#autoRegister = autoRegister;
    this.#published = new Map(
      published.map((each) => [keyOf({ type: each.event, schemaVersion: each.version }), each]),
    );
  }

  get(event: Versioned): WritingSchema | undefined {
    return this.#known.get(keyOf(event));
  }

  isReady(events: readonly Versioned[]): boolean {
    return events.every((event) => this.#known.has(keyOf(event)));
  }

  async prepare(events: readonly Versioned[]): Promise<void> {
    const missing = new Map<string, Versioned>();
    for (const event of events) {
      const key = keyOf(event);
      if (!this.#known.has(key)) missing.set(key, event);
    }
    await forEachItem(missing, ([key, event]) =>
      this.#flights.run(key, async () => {
        const schema = this.#require(event);
        this.#known.set(key, { ...schema, id: await this.#idOf(schema) });
      }),
    );
  }

  #require(event: Versioned): PreparedSchema {
    const schema = this.#published.get(keyOf(event));
    if (schema !== undefined) return schema;
    const { type, schemaVersion } = event;
    throw new PortError({
      port: 'schema-registry',
      operation: 'idOf',
      reason: 'rejected',
      code: 'unknown-schema',
      message: `No schema is known for bodies of ${type} version ${String(schemaVersion)}.`,
      hint: 'keep the schemas of former versions in the file that SCHEMA_REGISTRY_CATALOGUE names',
    });
  }

  async #idOf(schema: PreparedSchema): Promise<number> {
    const { subject, event } = schema;
    const id = await this.#registry.idOf(subject, schema);
    if (id !== undefined) return id;
    if (this.#autoRegister) return this.#registry.register(subject, schema);
    throw new PortError({
      port: 'schema-registry',
      operation: 'idOf',
      reason: 'rejected',
      code: 'unknown-schema',
      message: `The schema of ${event} is not registered in the subject ${subject}.`,
      hint: 'register it, or set SCHEMA_REGISTRY_AUTO_REGISTER=true',
    });
  }
}

function keyOf({ type, schemaVersion }: Versioned): string {
  return `${type} ${String(schemaVersion)}`;
}
