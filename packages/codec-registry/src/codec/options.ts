import type { BodyFormat, Clock, Domain } from '@foldmart/core';
import type { SchemaCatalogue } from '@foldmart/core/schemas';
import type { SubjectStrategy } from '../registry/subjects.js';

/** A format whose schemas a registry keeps. */
export type RegistryFormat = Exclude<BodyFormat, 'json'>;

/** A schema that the user wrote for an event, instead of the one that is derived from its definition. */
export interface OwnSchema {
  readonly type: string;
  readonly version: number;
  readonly format: RegistryFormat;
  readonly text: string;
}

/** What the schemas of a domain's bodies depend on. */
export interface BodySchemaOptions {
  readonly domain: Pick<Domain, 'name' | 'registry'>;
  /** The format of each topic with bodies of a registry, by the name of the topic. */
  readonly formats: ReadonlyMap<string, RegistryFormat>;
  /** Default `topic-record-name`. */
  readonly subjects?: SubjectStrategy;
  /** The schemas of former versions, so that events of the log that follow them can be published. */
  readonly catalogue?: SchemaCatalogue;
  readonly own?: readonly OwnSchema[];
}

/** Options of a codec with a registry. */
export interface RegistryCodecOptions extends BodySchemaOptions {
  /** Whether a schema that is not registered is registered when it is first written; default false. */
  readonly autoRegister?: boolean;
  readonly clock: Clock;
}
