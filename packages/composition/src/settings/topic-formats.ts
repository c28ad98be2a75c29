import * as z from 'zod';
import type { BodyFormat } from '@foldmart/core';
import type { Setting } from './setting.js';

/** The format of each topic by its name; `*` is every other topic. */
export type TopicFormats = ReadonlyMap<string, BodyFormat>;

const formats = [
  'json',
  'avro',
  'json-schema',
  'protobuf',
] as const satisfies readonly BodyFormat[];
const pair = z
  .string()
  .regex(/^[^\s=,]+=[a-z-]+$/)
  .transform((text) => text.split('=') as [string, string])
  .pipe(z.tuple([z.string(), z.enum(formats)]));

/** Pairs `topic=format`, separated by commas, or unset. No topic may occur twice. */
export function topicFormats(about: string): Setting<TopicFormats | undefined> {
  return {
    schema: z
      .string()
      .transform((list) => list.split(',').map((entry) => entry.trim()))
      .pipe(z.array(pair).min(1))
      .refine((pairs) => new Set(pairs.map(([topic]) => topic)).size === pairs.length)
      .transform((pairs) => new Map(pairs)),
    expected: `topic=format separated by commas, each topic once, such as orders=avro,*=json; a format is ${formats.slice(0, -1).join(', ')} or ${String(formats.at(-1))}`,
    default: undefined,
    about,
    isSecret: false,
  };
}
