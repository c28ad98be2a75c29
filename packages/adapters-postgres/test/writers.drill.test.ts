import { afterEach, beforeEach, expect, it } from 'vitest';
import { realClock } from '@foldmart/conformance';
import type { Session } from '../src/connection/session.js';
import { tablesIn } from '../src/database-tables.js';
import type { PostgresDatabase } from '../src/index.js';
import { logContext, type LogContext } from '../src/event-store/log-writer.js';
import { InlineProjector } from '../src/read-models/inline-projector.js';
import { ModelCatalog } from '../src/read-models/model-catalog.js';
import { beginForeign } from './support/open-transactions.js';
import { LogFollower } from './support/log-follower.js';
import { writeWithPauses, type Writings } from './support/pausing-writer.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const writers = 16;
/** Transactions that have an id and append nothing. */
const foreigners = 2;
const longestForeignMs = 6_000;
const streams = 60;
const durationMs = 60_000;
/** How long other writers of this cluster may take to end. */
const patienceMs = 30_000;
const pollMs = 5;
const pageSize = 500;

let schema: ScratchSchema;
let database: PostgresDatabase;

beforeEach(async () => {
  schema = scratchSchema();
  database = await schema.open();
});

afterEach(() => schema.dispose());

it(
  'a follower of sixteen writers who pause, beside foreign transactions, sees every committed event once, each stream in order',
  { timeout: 180_000 },
  async () => {
    const writings: Writings = { committedAt: new Map(), commits: 0, rolledBack: 0, lostRaces: 0 };
    const follower = new LogFollower();
    const seenAt = new Map<string, number>();
    const end = realClock.monotonic() + durationMs;
    const isOver = (): boolean => realClock.monotonic() > end;
    const writing = Promise.all(
      Array.from({ length: writers }, async () => {
        const { session } = await schema.connect();
        await writeWithPauses(session, context(), streams, { writings, isOver });
      }),
    );
    const holding = Promise.all(
      Array.from({ length: foreigners }, async () => {
        const { session } = await schema.connect();
        await holdForeign(session, isOver);
      }),
    );
    const following = followUntil(
      follower,
      seenAt,
      () => isOver() && follower.seen.size >= writings.committedAt.size,
    );
    await Promise.all([writing, following, holding]);
    await followUntil(follower, seenAt, () => follower.seen.size >= writings.committedAt.size);

    process.stdout.write(`${figuresOf(writings, seenAt)}\n`);
    expect(follower.seen).toEqual(new Set(writings.committedAt.keys()));
    expect(Math.min(writings.commits, writings.rolledBack, writings.lostRaces)).toBeGreaterThan(0);
  },
);

async function holdForeign(session: Session, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await beginForeign(session);
    await realClock.sleep(Math.random() * longestForeignMs);
    await session.run({ text: Math.random() < 0.5 ? 'COMMIT' : 'ROLLBACK' });
  }
}

async function followUntil(
  follower: LogFollower,
  seenAt: Map<string, number>,
  isDone: () => boolean,
): Promise<void> {
  const deadline = realClock.monotonic() + durationMs + patienceMs;
  while (!isDone() && realClock.monotonic() < deadline) {
    const page = await follower.read(database, pageSize);
    const now = realClock.monotonic();
    for (const { id } of page) seenAt.set(id, now);
    if (page.length === 0) await realClock.sleep(pollMs);
  }
}

function figuresOf(
  { commits, rolledBack, lostRaces, committedAt }: Writings,
  seenAt: ReadonlyMap<string, number>,
): string {
  const delays = [...committedAt].map(([id, at]) => (seenAt.get(id) ?? Infinity) - at);
  const sorted = delays.toSorted((one, other) => one - other);
  const [p50, p99, longest] = [0.5, 0.99, 1].map(
    (share) => sorted[Math.ceil(share * sorted.length) - 1] ?? 0,
  );
  return [
    `${String(commits)} commits`,
    `${String(rolledBack)} rolled back`,
    `${String(lostRaces)} lost races`,
    `${String(committedAt.size)} events`,
    `until visible: median ${ms(p50)}, p99 ${ms(p99)}, longest ${ms(longest)}`,
  ].join(', ');
}

function ms(value = 0): string {
  return `${value.toFixed(0)} ms`;
}

function context(): LogContext {
  const catalog = new ModelCatalog(schema.name, []);
  return logContext(tablesIn(schema.name), catalog, new InlineProjector([]));
}
