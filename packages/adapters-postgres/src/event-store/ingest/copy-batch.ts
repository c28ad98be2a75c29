import type { IngestItem } from '@foldmart/core';
import type { CopyStatement, Statement } from '../../connection/statement.js';
import type { EventRecord } from '../event-columns.js';
import { byStream } from '../event-record.js';
import { inlineStatements } from '../inline-writes.js';
import type { LogContext } from '../log-writer.js';
import { holdsSuspiciousBytes } from '../representable.js';

/** Below this, COPY costs more than it saves. */
const fewestItems = 8;

/**
 * The statements that copy and project items that all open their streams, as new orders do. Undefined for any others, and for
 * those that may hold values that Postgres cannot store.
 */
export function copyStatements(
  context: LogContext,
  items: readonly IngestItem[],
): readonly (Statement | CopyStatement)[] | undefined {
  if (items.length < fewestItems || !items.every(({ startsStream }) => startsStream))
    return undefined;
  const encoded = encodeOpenings(items);
  if (encoded === undefined) return undefined;
  const events = context.records.copy(encoded.sort(byStream));
  if (holdsSuspiciousBytes(events.copyData)) return undefined;
  const projected = inlineStatements(
    context,
    items.map(({ event }) => event),
    'copy',
  );
  return [events, context.fence, ...projected];
}

function encodeOpenings(items: readonly IngestItem[]): EventRecord[] | undefined {
  try {
    return items.map(({ streamId, event, json = JSON.stringify(event.data) }, index) => ({
      position: index + 1,
      streamId,
      streamVersion: 1,
      event,
      json,
    }));
  } catch {
    // Data that is circular or nested too deeply: the check of each single event finds the one at fault.
    return undefined;
  }
}
