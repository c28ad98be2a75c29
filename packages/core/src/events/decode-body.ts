import type { DeliveredMessage } from '../messaging/message.js';
import { fromCloudEventHeaders, type HeaderMetadata } from './cloud-events.js';
import { rejected, type DecodedMessage, type Rejection } from './decoded-message.js';
import type { EventData } from './envelope.js';
import { identityIdOf, noStream, streamIdOf } from './event-address.js';
import {
  describeIssues,
  schemaIssues,
  upcast,
  type AnyEventDefinition,
  type EventRegistry,
} from './event-registry.js';
import { isInstant, withOffset } from './instant.js';
import type { MessageBody } from './message-body.js';
import { envelopeOf } from './to-envelope.js';

/** Makes an event of the body and the headers of a message, or says why there is none. */
export function decodeBody(
  registry: EventRegistry,
  message: DeliveredMessage,
  body: Omit<MessageBody, 'ok'>,
  timeOffset: string | undefined,
): DecodedMessage {
  const definition = registry.find(body.type);
  if (definition === undefined) {
    return rejected('unknown-type', `event type ${JSON.stringify(body.type)} is not registered`);
  }
  const headers = fromCloudEventHeaders(message.headers);
  const misfit = versionMisfit(definition, headers) ?? headerMisfit(headers);
  if (misfit !== undefined) return misfit;
  const read = readData(definition, body.data, headers.schemaVersion);
  if (!read.ok) return read;
  const { version, current } = read;
  const id = headers.id ?? identityIdOf(definition, current);
  if (id === undefined) return rejected('malformed', noIdentity(definition));
  const streamId = streamIdOf(definition, current, headers.subject);
  if (streamId === undefined) return rejected('malformed', noStream(definition));
  const time = eventTime(definition, current, headers, message, timeOffset);
  const { correlationId, causationId, traceParent } = headers;
  const event = envelopeOf({ type: definition.type, version }, body.data, {
    id,
    time,
    origin: `bus:${message.topic}`,
    correlationId,
    causationId,
    traceParent,
  });
  const startsStream = definition.startsStream ?? false;
  const { json } = body;
  if (json === undefined) return { ok: true, event, streamId, startsStream };
  return { ok: true, event, streamId, startsStream, json };
}

function noIdentity({ type }: AnyEventDefinition): string {
  return `The data of ${type} has no identity. Send the id in the header ce_id.`;
}

function versionMisfit(
  definition: AnyEventDefinition,
  { schemaVersion }: HeaderMetadata,
): Rejection | undefined {
  if (schemaVersion === undefined) return undefined;
  if (!Number.isInteger(schemaVersion) || schemaVersion < 1) {
    return rejected('malformed', 'the header ce_schemaversion is not a whole number from 1');
  }
  if (schemaVersion <= definition.version) return undefined;
  return rejected('newer-version', newerThanKnown(definition, schemaVersion));
}

function newerThanKnown(definition: AnyEventDefinition, version: number): string {
  return `${definition.type} version ${String(version)} is newer than ${String(definition.version)}`;
}

/** Data in its own version, and upcast. */
interface ReadData {
  readonly ok: true;
  readonly version: number;
  readonly current: EventData;
}

function readData(
  definition: AnyEventDefinition,
  data: EventData,
  said: number | undefined,
): ReadData | Rejection {
  const newest = said ?? definition.version;
  const read = readAs(definition, data, newest);
  if (read.ok || said !== undefined) return read;
  for (let version = newest - 1; version >= 1; version -= 1) {
    const older = readAs(definition, data, version);
    if (older.ok) return older;
  }
  return read;
}

function readAs(
  definition: AnyEventDefinition,
  data: EventData,
  version: number,
): ReadData | Rejection {
  try {
    const current = upcast(definition, data, version);
    const issues = schemaIssues(definition, current);
    if (issues.length > 0) return rejected('invalid', describeIssues(issues));
    return { ok: true, version, current };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return rejected('invalid', `version ${String(version)} could not be upcast: ${why}`);
  }
}

const longestId = 255;

/** The category Cc of Unicode, without the flag `u`, which is slow. */
// eslint-disable-next-line no-control-regex -- they are what it looks for
const controlCharacter = /[\0-\x1f\x7f-\x9f]/;

/** Ids are written to indexes, logs and the headers of other systems. */
function headerMisfit({
  id,
  subject,
  correlationId,
  causationId,
}: HeaderMetadata): Rejection | undefined {
  if (isIdText(id) && isIdText(subject) && isIdText(correlationId) && isIdText(causationId))
    return undefined;
  return rejected(
    'malformed',
    `an id in the headers (ce_id, ce_subject, ce_correlationid, ce_causationid) has control characters or more than ${String(longestId)} characters`,
  );
}

function isIdText(text: string | undefined): boolean {
  return text === undefined || (text.length <= longestId && !controlCharacter.test(text));
}

function eventTime(
  definition: AnyEventDefinition,
  data: EventData,
  headers: HeaderMetadata,
  message: DeliveredMessage,
  timeOffset: string | undefined,
): string {
  const said = headers.time ?? definition.occurredAt?.(data);
  const time = said === undefined ? undefined : withOffset(said, timeOffset);
  if (time !== undefined && isInstant(time)) return time;
  return new Date(message.timestampMs).toISOString();
}
