import { isPortError, PortError } from '../errors/index.js';
import type { EventEnvelope } from './envelope.js';

/** The error for an event that a newer program wrote, with the code `newer-event`. */
export function newerEvent({ id, type, schemaVersion }: EventEnvelope, known: number): PortError {
  return new PortError({
    port: 'event-store',
    operation: 'read',
    reason: 'rejected',
    code: 'newer-event',
    message: `Event ${id} is ${type} version ${String(schemaVersion)}, newer than version ${String(known)}, the newest that this program knows.`,
    hint: 'upgrade this program',
  });
}

/** Whether an error says that a newer program wrote an event, which this program must leave to an upgraded one. */
export function isNewerEventError(error: unknown): error is PortError {
  return isPortError(error) && error.code === 'newer-event';
}
