import type { SchemaType } from '../body-schema.js';

/** A schema as a registry has it. */
export interface RegisteredSchema {
  readonly type: SchemaType;
  readonly text: string;
  /** The names of schemas that it refers to. */
  readonly references: readonly string[];
}

/** Whether a schema may follow the newest one of its subject. */
export interface Compatibility {
  readonly isCompatible: boolean;
  /** What is incompatible, in the registry's words. */
  readonly messages: readonly string[];
}

type NewSchema = Pick<RegisteredSchema, 'type' | 'text'>;

/** A schema registry with the interface of Confluent's. Every call rejects with a PortError of the port `schema-registry`. */
export interface SchemaRegistry {
  /** The schema with an id; undefined if the registry says that there is none. */
  schema(id: number): Promise<RegisteredSchema | undefined>;
  /** The id of a schema in a subject; undefined if it is not registered there. */
  idOf(subject: string, schema: NewSchema): Promise<number | undefined>;
  /** Registers a schema, and returns its id. Idempotent. Rejects with the code `incompatible-schema` if it breaks the rule of the subject. */
  register(subject: string, schema: NewSchema): Promise<number>;
  /** Checks a schema by the rule of its subject. A subject without schemas takes any. */
  check(subject: string, schema: NewSchema): Promise<Compatibility>;
}
