import { isPortError, PortError } from '../errors/index.js';
import type { EventEnvelope } from './envelope.js';

/** @throws PortError with the code `newer-event` if the version of an event is above the newest that this program knows. */
export function assertKnownVersion(
  { id, type, schemaVersion }: EventEnvelope,
  { version }: { readonly version: number },
): void {
  if (schemaVersion <= version) return;
  throw new PortError({
    port: 'event-store',
    operation: 'read',
    reason: 'rejected',
    code: 'newer-event',
    message: `Event ${id} is ${type} version ${String(schemaVersion)}, newer than version ${String(version)}, the newest that this program knows.`,
    hint: 'upgrade this program',
  });
}

/** Whether an error says that a newer program wrote an event, which this program must leave to an upgraded one. */
export function isNewerEventError(error: unknown): error is PortError {
  return isPortError(error) && error.code === 'newer-event';
}
