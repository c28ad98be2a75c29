import { UnstorableError, type PortName } from '@foldmart/core';
import { rejectedError } from './store-errors.js';

/** The result of `ask`. Throws PortError, `rejected`, if `ask` uses a key that no row can have. */
export function askRows<Answer>(port: PortName, operation: string, ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    throw rejectedError(port, operation, `No row can have this key: ${error.message}.`);
  }
}
