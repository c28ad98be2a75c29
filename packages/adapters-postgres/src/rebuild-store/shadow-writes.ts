import type { ReadModelWrite } from '@foldmart/core';
import { isUniqueViolation } from '../classify-error.js';
import type { Operation } from '../connection/port-failure.js';
import type { Session } from '../connection/session.js';
import { Confidence } from '../event-store/confidence.js';
import { fittingStatements } from '../projection-store/fitting-writes.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';

/** Below this number, finding out which rows exist costs no more than copying. */
const fewestToCopy = 8;

/** Writes to shadows. Inserted rows are most likely new, so they are copied as long as copying succeeds. */
export class ShadowWriter {
  readonly #copying = new Confidence();

  /** Applies the writes within a transaction. Throws a PortError, `rejected`, if one does not fit its model. */
  async write(
    session: Session,
    operation: Operation,
    writes: readonly ReadModelWrite[],
    catalog: ModelCatalog,
  ): Promise<void> {
    const inserts = writes.filter(({ op }) => op === 'insert').length;
    if (inserts >= fewestToCopy && this.#copying.shouldTry()) {
      const isCopied = await copy(session, operation, writes, catalog);
      this.#copying.report(isCopied);
      if (isCopied) return;
    }
    await session.runAll(fittingStatements(operation, writes, catalog));
  }
}

async function copy(
  session: Session,
  operation: Operation,
  writes: readonly ReadModelWrite[],
  catalog: ModelCatalog,
): Promise<boolean> {
  const statements = fittingStatements(operation, writes, catalog, 'copy');
  try {
    await session.runAll([
      { text: 'SAVEPOINT copied' },
      ...statements,
      { text: 'RELEASE SAVEPOINT copied' },
    ]);
    return true;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    await session.run({ text: 'ROLLBACK TO SAVEPOINT copied' });
    return false;
  }
}
