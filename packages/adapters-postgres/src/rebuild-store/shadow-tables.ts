import type { ReadModel } from '@foldmart/core';
import { present } from '../codec.js';
import type { Session } from '../connection/session.js';
import { quoted } from '../connection/statement.js';
import { columnTypes } from '../read-models/column-types.js';
import type { ModelCatalog } from '../read-models/model-catalog.js';
import type { ModelTable } from '../read-models/model-table.js';
import { createTable } from '../read-models/table-layout.js';
import { indexName, keyName, sequenceName } from '../read-models/table-names.js';

/** A read model's live table and its shadow. */
export interface ShadowedTable {
  readonly live: ModelTable;
  readonly shadow: ModelTable;
}

/** The tables of `models` in both catalogs. */
export function shadowedTables(
  models: readonly ReadModel[],
  live: ModelCatalog,
  shadows: ModelCatalog,
): readonly ShadowedTable[] {
  return models.map((model) => ({ live: live.of(model), shadow: shadows.of(model) }));
}

/** Creates empty shadows. */
export async function createShadows(
  session: Session,
  tables: readonly ShadowedTable[],
): Promise<void> {
  await dropTables(
    session,
    tables.map(({ shadow }) => shadow.name),
  );
  for (const { shadow } of tables) await createTable(session, shadow);
}

/** Drops tables that may be gone already; names are qualified and quoted. */
export async function dropTables(session: Session, names: readonly string[]): Promise<void> {
  if (names.length > 0) await session.run({ text: `DROP TABLE IF EXISTS ${names.join(', ')}` });
}

/** Grants the privileges on the live table on the shadow too: they would be lost with the live table. */
export async function grantAlike(session: Session, { live, shadow }: ShadowedTable): Promise<void> {
  const { rows } = await session.run({
    text: `
      SELECT format('GRANT %s ON %s TO %s%s', given.privilege_type, $2::text,
        CASE WHEN given.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(role.rolname) END,
        CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM pg_class live CROSS JOIN LATERAL aclexplode(live.relacl) given
      LEFT JOIN pg_roles role ON role.oid = given.grantee
      WHERE live.oid = to_regclass($1) AND given.grantee <> live.relowner`,
    values: [live.name, shadow.name],
  });
  await session.runAll(rows.map(([text]) => ({ text: present(text) })));
}

/**
 * Replaces live tables with their shadows, which take over all their names, so that the next opening and the next
 * rebuild find the names that they expect. Call it with every table locked.
 */
export async function swapTables(
  session: Session,
  schema: string,
  tables: readonly ShadowedTable[],
): Promise<void> {
  for (const table of tables) {
    const sequenceText = await renamedSequence(session, table);
    const texts = [...swapTexts(table), ...indexTexts(schema, table), ...sequenceText];
    await session.runAll(texts.map((text) => ({ text })));
  }
}

function swapTexts({ live, shadow }: ShadowedTable): readonly string[] {
  const [key, shadowKey] = [live, shadow].map(({ relation }) => quoted(keyName(relation)));
  return [
    `DROP TABLE IF EXISTS ${live.name}`,
    `ALTER TABLE ${shadow.name} RENAME TO ${quoted(live.relation)}`,
    `ALTER TABLE ${live.name} RENAME CONSTRAINT ${String(shadowKey)} TO ${String(key)}`,
  ];
}

function indexTexts(schema: string, { live, shadow }: ShadowedTable): readonly string[] {
  return (live.model.indexes ?? []).map((columns) => {
    const [name, shadowName] = [live, shadow].map(({ relation }) => indexName(relation, columns));
    return `ALTER INDEX ${quoted(schema)}.${quoted(String(shadowName))} RENAME TO ${quoted(String(name))}`;
  });
}

/** The sequence that numbers the rows gets the name of the previous one, which is dropped with its table. */
async function renamedSequence(
  session: Session,
  { live, shadow }: ShadowedTable,
): Promise<readonly string[]> {
  const { arrival } = live.model;
  if (arrival === undefined) return [];
  const columns = await columnTypes(session, live);
  const { rows } = await session.run({
    text: `
      SELECT pg_get_serial_sequence($1, $2), (
        SELECT quote_ident(relname) FROM pg_class
        WHERE $4 AND oid = pg_get_serial_sequence($3, $2)::regclass
      )`,
    values: [shadow.name, arrival, live.name, columns.has(arrival)],
  });
  const [sequence, before] = rows[0] ?? [];
  if (typeof sequence !== 'string') return [];
  const name = before ?? quoted(sequenceName(live.relation, arrival));
  return [`ALTER SEQUENCE ${sequence} RENAME TO ${name}`];
}
