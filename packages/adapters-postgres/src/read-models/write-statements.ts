import type { ReadModelWrite } from '@foldmart/core';
import type { CopyStatement, Statement } from '../connection/statement.js';
import { accumulateStatement } from './accumulate-rows.js';
import { deleteStatement } from './delete-rows.js';
import { insertCopy, insertStatement } from './insert-rows.js';
import { mirrorStatement } from './mirror-rows.js';
import type { ModelCatalog } from './model-catalog.js';
import { updateStatement } from './update-rows.js';
import { stageWrites, type WriteStage } from './write-stages.js';

/** Whether inserted rows may exist. If they most likely do not, copying is faster. */
export type InsertMode = 'skip-existing' | 'copy';

/**
 * The statements that make these writes, as if one by one. To be run in order, in one transaction.
 *
 * @throws UnstorableError if a write does not fit its model.
 */
export function writeStatements(
  writes: readonly ReadModelWrite[],
  catalog: ModelCatalog,
  mode: InsertMode = 'skip-existing',
): readonly (Statement | CopyStatement)[] {
  return stageWrites(writes, catalog).map((stage) => ({
    ...stageStatement(stage, catalog, mode),
    writes: stage.model,
  }));
}

function stageStatement(
  stage: WriteStage,
  catalog: ModelCatalog,
  mode: InsertMode,
): Statement | CopyStatement {
  const table = catalog.named(stage.model);
  switch (stage.op) {
    case 'insert':
      return (mode === 'copy' ? insertCopy : insertStatement)(table, stage.writes);
    case 'update':
      return updateStatement(table, stage.writes);
    case 'accumulate':
      return accumulateStatement(table, stage.writes);
    case 'mirror':
      return mirrorStatement(catalog.named(stage.writes[0]?.from ?? ''), table, stage.writes);
    case 'delete':
      return deleteStatement(table, stage.writes);
  }
}
