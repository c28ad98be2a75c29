import type { Clock } from '@foldmart/core';
import type { BodySchema } from '../body-schema.js';
import type { RegisteredSchema, SchemaRegistry } from '../registry/schema-registry.js';
import { Flights } from './flights.js';
import { prepareSchema } from './prepare-schema.js';

/** A schema that is ready to read, or why it never will be. */
export type CachedSchema =
  | { readonly ok: true; readonly body: BodySchema }
  | { readonly ok: false; readonly detail: string; readonly untilMs: number };

/** A schema is asked for again after this time if the registry did not have it, for a replay after a repair. */
const faultLifetimeMs = 10_000;
const mostSchemas = 10_000;

/** The schemas that bodies name, by id. What an id names never changes. */
export class SchemaCache {
  readonly #registry: Pick<SchemaRegistry, 'schema'>;
  readonly #clock: Clock;
  readonly #schemas = new Map<number, CachedSchema>();
  readonly #flights = new Flights<number, void>();

  constructor(registry: Pick<SchemaRegistry, 'schema'>, clock: Clock) {
    this.#registry = registry;
    this.#clock = clock;
  }

  get(id: number): CachedSchema | undefined {
    return this.#schemas.get(id);
  }

  isLoaded(id: number): boolean {
    const cached = this.#schemas.get(id);
    return cached !== undefined && (cached.ok || this.#clock.monotonic() < cached.untilMs);
  }

  /** Rejects with a PortError if the registry cannot be asked. */
  load(id: number): Promise<void> {
    return this.#flights.run(id, async () => {
      this.#keep(id, this.#prepared(id, await this.#registry.schema(id)));
    });
  }

  #prepared(id: number, schema: RegisteredSchema | undefined): CachedSchema {
    if (schema === undefined) return this.#fault(`the registry has no schema ${String(id)}`);
    const [reference] = schema.references;
    if (reference !== undefined) {
      return this.#fault(
        `schema ${String(id)} refers to ${reference}, and references are not supported`,
      );
    }
    try {
      return { ok: true, body: prepareSchema(schema.type, schema.text) };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return this.#fault(`schema ${String(id)} cannot be read: ${why}`);
    }
  }

  #fault(detail: string): CachedSchema {
    return { ok: false, detail, untilMs: this.#clock.monotonic() + faultLifetimeMs };
  }

  /** The oldest go first: their ids can be asked for again. */
  #keep(id: number, schema: CachedSchema): void {
    this.#schemas.delete(id);
    this.#schemas.set(id, schema);
    for (const oldest of this.#schemas.keys()) {
      if (this.#schemas.size <= mostSchemas) return;
      this.#schemas.delete(oldest);
    }
  }
}
