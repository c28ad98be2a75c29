import type { Session } from '../connection/session.js';

/** The name under which the library's own steps are recorded. */
export const libraryModule = 'foldmart';

/**
 * The newest step that was applied, by module. Reads every layout of the table of migrations: at first it had no
 * column for the module, since all steps were the library's.
 */
export async function appliedVersions(
  session: Session,
  migrations: string,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await session.run({
    text: `
      SELECT coalesce(to_jsonb(step) ->> 'module', $1) AS module, max(step.version)
      FROM ${migrations} step GROUP BY 1`,
    values: [libraryModule],
  });
  return new Map(rows.map(([module, version]) => [String(module), Number(version)]));
}
