import type { BodyFormat, PayloadCodec } from '@foldmart/core';

/** The schema of the bodies of one version of an event, as a schema registry has it. */
export interface BodySchemaView {
  readonly event: string;
  readonly version: number;
  readonly topic: string;
  readonly format: BodyFormat;
  readonly subject: string;
  readonly text: string;
}

/** What became of a schema; with a dry run, what would. */
export interface SchemaRegistration {
  readonly schema: BodySchemaView;
  /** It was `registered` before, is `new`, or is `incompatible` and not registered. */
  readonly outcome: 'registered' | 'new' | 'incompatible';
  /** Null if it is not registered. */
  readonly id: number | null;
  /** What is incompatible, in the registry's words. */
  readonly messages: readonly string[];
}

/** The bodies whose schemas a registry keeps. */
export interface RegistryBodies {
  /** By topic. */
  readonly payloads: ReadonlyMap<string, PayloadCodec>;
  readonly schemas: readonly BodySchemaView[];
  /** Registers the schemas; if one is incompatible, none is registered. Rejects with a PortError. */
  register(options: { readonly dryRun: boolean }): Promise<readonly SchemaRegistration[]>;
}
