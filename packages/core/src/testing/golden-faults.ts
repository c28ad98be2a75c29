import type { EventData, EventEnvelope } from '../events/envelope.js';
import type { AnyEventDefinition, EventRegistry } from '../events/event-registry.js';
import { jsonEqual } from '../events/json-equal.js';
import { createWireCodec } from '../events/wire-codec.js';
import {
  decodeGolden,
  goldenReading,
  parseGolden,
  upcastTo,
  type GoldenRecord,
} from './golden-file.js';

/**
 * What is wrong with a golden file.
 *
 * - `missing`: a version of a type has no file, or a file has no entry for a later version
 * - `stray`: its type or version is not registered
 * - `unreadable`: its message can no longer be decoded
 * - `changed`: its message is decoded differently than before
 */
export interface GoldenFault {
  readonly file: string;
  readonly kind: 'missing' | 'stray' | 'unreadable' | 'changed';
  readonly detail: string;
}

type FileFault = Omit<GoldenFault, 'file'>;

/**
 * Checks that every version of every event type is still decoded as it always was: the same stream,
 * id, and data in each later version. Takes the text of each golden file by its name,
 * `<type>.v<version>[.<variant>].json`; see {@link goldenFile}. Returns an empty list if there are
 * no faults.
 */
export function goldenFaults(
  registry: EventRegistry,
  files: Readonly<Record<string, string>>,
): readonly GoldenFault[] {
  const covered = new Set<string>();
  const faults = Object.entries(files).flatMap(([file, source]) => {
    const subject = subjectOf(registry, file);
    if ('kind' in subject) return [{ file, ...subject }];
    covered.add(stemOf(subject.definition, subject.version));
    return faultsOf(registry, subject, source).map((fault) => ({ file, ...fault }));
  });
  return [...faults, ...missingFiles(registry, covered)];
}

interface Subject {
  readonly definition: AnyEventDefinition;
  readonly version: number;
}

function subjectOf(registry: EventRegistry, file: string): Subject | FileFault {
  const [, type = '', version = ''] = /^(.+)\.v([1-9]\d*)(?:\.[^.]+)?\.json$/.exec(file) ?? [];
  const definition = registry.find(type);
  if (definition === undefined) {
    return { kind: 'stray', detail: 'its name does not match a registered event type and version' };
  }
  if (Number(version) > definition.version) {
    const newest = `the newest version of ${type} is ${String(definition.version)}`;
    return { kind: 'stray', detail: newest };
  }
  return { definition, version: Number(version) };
}

function stemOf({ type }: AnyEventDefinition, version: number): string {
  return `${type}.v${String(version)}`;
}

function missingFiles(
  { definitions }: EventRegistry,
  covered: ReadonlySet<string>,
): readonly GoldenFault[] {
  return definitions.flatMap((definition) =>
    Array.from({ length: definition.version }, (_, index) => stemOf(definition, index + 1))
      .filter((stem) => !covered.has(stem))
      .map((stem) => ({ file: `${stem}.json`, kind: 'missing', detail: 'there is no such file' })),
  );
}

function faultsOf(registry: EventRegistry, subject: Subject, source: string): readonly FileFault[] {
  try {
    const record = parseGolden(source);
    const decoded = decodeGolden(registry, record);
    if (!decoded.ok) {
      return [{ kind: 'unreadable', detail: `${decoded.reason}: ${decoded.detail}` }];
    }
    return [
      ...subjectFaults(subject, decoded.event),
      ...readingFaults(registry, record, decoded),
      ...upcastFaults(subject.definition, record, decoded.event),
    ];
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return [{ kind: 'unreadable', detail }];
  }
}

function subjectFaults(
  { definition, version }: Subject,
  { type, schemaVersion }: EventEnvelope,
): readonly FileFault[] {
  if (type === definition.type && schemaVersion === version) return [];
  const [wanted, found] = [stemOf(definition, version), `${type}.v${String(schemaVersion)}`];
  return [{ kind: 'changed', detail: `it is read as ${found}, not as ${wanted}` }];
}

function readingFaults(
  registry: EventRegistry,
  { body, reads }: GoldenRecord,
  decoded: { readonly event: EventEnvelope; readonly streamId: string },
): readonly FileFault[] {
  const found = goldenReading(registry, decoded);
  const names = ['id', 'streamId', 'topic', 'key', 'time'] as const;
  const faults = names
    .filter((name) => found[name] !== reads[name])
    .map((name): FileFault => changed(name, reads[name], found[name]));
  const { event, streamId } = decoded;
  const { message } = createWireCodec(registry).encode({ ...event, streamId });
  if (message.value !== JSON.stringify(body)) {
    faults.push({ kind: 'changed', detail: 'decoding changes its data, and so what is published' });
  }
  return faults;
}

function upcastFaults(
  definition: AnyEventDefinition,
  { upcasts }: GoldenRecord,
  event: EventEnvelope,
): readonly FileFault[] {
  const later = Array.from(
    { length: definition.version - event.schemaVersion },
    (_, index) => event.schemaVersion + index + 1,
  );
  const known = new Set(later.map(String));
  const strays = Object.keys(upcasts)
    .filter((version) => !known.has(version))
    .map((version): FileFault => {
      return {
        kind: 'stray',
        detail: `its data in version ${version} is not a later version of its type`,
      };
    });
  return [
    ...strays,
    ...later.flatMap((version) =>
      upcastFault(version, upcasts[String(version)], upcastTo(definition, event, version)),
    ),
  ];
}

function upcastFault(
  version: number,
  kept: EventData | undefined,
  found: EventData,
): readonly FileFault[] {
  const where = `its data in version ${String(version)}`;
  if (kept === undefined) {
    return [{ kind: 'missing', detail: `add ${where}: ${JSON.stringify(found)}` }];
  }
  return jsonEqual(kept, found) ? [] : [changed(where, kept, found)];
}

function changed(what: string, kept: unknown, found: unknown): FileFault {
  const texts = [kept, found].map((value) => JSON.stringify(value));
  return { kind: 'changed', detail: `${what} was ${texts[0] ?? ''} and is ${texts[1] ?? ''}` };
}
