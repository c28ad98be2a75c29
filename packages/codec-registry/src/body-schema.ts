import type { EventData } from '@foldmart/core';
import type { RecordShape } from './shapes/shape.js';

/** The kinds of schemas that registries know. */
export type SchemaType = 'AVRO' | 'JSON' | 'PROTOBUF';

/** Data as a body says it, and the name of its record. */
export interface DecodedBody {
  /** The full name of the record, the message or the title; undefined if the schema has none. */
  readonly name: string | undefined;
  readonly data: EventData;
}

/** A payload, which begins behind the schema id, and what it does not carry. */
export interface EncodedBody {
  readonly payload: Uint8Array;
  /** The parts of the data that the schema cannot express, as a tree of them; undefined if there are none. */
  readonly unmapped: unknown;
}

/** A schema that is ready to write and read payloads. */
export interface BodySchema {
  /** The name of what it writes; undefined if the schema has none. */
  readonly name: string | undefined;
  /**
   * Reads a payload. `shapeOf` gives the shape of the event that a name stands for.
   *
   * @throws Error if the payload does not follow the schema, or has a value that JSON data cannot hold.
   */
  decode(
    payload: Uint8Array,
    shapeOf: (name: string | undefined) => RecordShape | undefined,
  ): DecodedBody;
  /** @throws ValidationError if the data does not fit the schema. */
  encode(data: EventData, shape: RecordShape): EncodedBody;
}
