import type { StoredEvent } from '../../events/envelope.js';
import type { AuditView } from '../../ports/audit-reader.js';
import { projectionFailuresModel } from '../projection-failures.js';
import type { Projection } from '../projection.js';
import { FingerprintTable } from './fingerprint-table.js';
import { rowPages } from './read-ahead.js';

const pageSize = 2_000;

/** The events that were skipped and recorded: a store may reject a row for reasons of its own. */
export async function readSkippedEvents(
  view: Pick<AuditView, 'scan'>,
): Promise<(projection: Projection, event: StoredEvent) => boolean> {
  const skipped = new FingerprintTable();
  const pages = rowPages((range) => view.scan(projectionFailuresModel, range), pageSize);
  for await (const page of pages) {
    for (const { projection, version, event_id } of page) {
      skipped.add(JSON.stringify([projection, version, event_id]), '');
    }
  }
  return ({ name, version }, { id }) =>
    skipped.size > 0 && skipped.has(JSON.stringify([name, version, id]));
}
