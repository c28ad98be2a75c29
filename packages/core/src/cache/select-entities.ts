import type { CachedEntity } from '../ports/entity-cache.js';
import type { Repository } from '../ports/repository.js';
import { fill, planSegments } from './cache-plan.js';
import type { KindSelection } from './cache-selection.js';

/** The first rows of a segment: all that it has if they are fewer than `limit`. */
interface Candidates {
  readonly limit: number;
  readonly rows: readonly CachedEntity[];
}

/**
 * The rows that {@link fillPlaces} chooses if each segment gives it a whole batch. Asks a segment for its quota and what
 * earlier ones lack, and again for a whole batch only if those do not suffice. Rejects as the repository does.
 */
export async function selectEntities(
  repository: Pick<Repository, 'candidates'>,
  { kind, selection }: KindSelection,
): Promise<readonly CachedEntity[]> {
  const plan = planSegments(selection);
  const ask = async (segment: string, limit: number): Promise<Candidates> => {
    return { limit, rows: limit === 0 ? [] : await repository.candidates(kind, segment, limit) };
  };
  const found: Candidates[] = [];
  let missing = 0;
  for (const { segment, quota } of plan) {
    const candidates = await ask(segment, quota + missing);
    missing = candidates.limit - candidates.rows.length;
    found.push(candidates);
  }
  for (;;) {
    const rows = found.map((candidates) => candidates.rows);
    const { filled, exhausted } = fill(plan, rows);
    const more = [...exhausted].find((index) => mayHaveMore(found[index], selection.batchSize));
    const segment = more === undefined ? undefined : plan[more]?.segment;
    if (more === undefined || segment === undefined) return filled;
    found[more] = await ask(segment, selection.batchSize);
  }
}

function mayHaveMore(candidates: Candidates | undefined, batchSize: number): boolean {
  if (candidates === undefined) return false;
  return candidates.rows.length === candidates.limit && candidates.limit < batchSize;
}
