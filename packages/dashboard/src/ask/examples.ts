import { writtenModels, type Runtime } from '@foldmart/composition';
import type { ExampleView } from '../views/answer-view.js';

/** The end of the log by its key, so that an example takes no longer beside a longer log. */
const newest = `FROM (
  SELECT * FROM events ORDER BY epoch DESC, tx DESC, position DESC LIMIT 100000
) AS newest`;

const ofEveryLog: readonly ExampleView[] = [
  {
    title: 'Events a minute, by type',
    sql: `SELECT date_trunc('minute', recorded_at) AS minute, type, count(*) AS events
${newest}
WHERE recorded_at > now() - interval '1 hour'
GROUP BY minute, type
ORDER BY minute`,
  },
  {
    title: 'Seconds from event to record, a minute',
    sql: `SELECT date_trunc('minute', recorded_at) AS minute,
  round(avg(extract(epoch FROM recorded_at - time::timestamptz)), 3) AS mean_s,
  round(max(extract(epoch FROM recorded_at - time::timestamptz)), 3) AS longest_s
${newest}
WHERE recorded_at > now() - interval '1 hour'
GROUP BY minute
ORDER BY minute`,
  },
  {
    title: 'Longest streams of the newest events',
    sql: `SELECT stream_id, max(stream_version) AS events, max(recorded_at) AS last
${newest}
GROUP BY stream_id
ORDER BY events DESC
LIMIT 50`,
  },
  {
    title: 'Newest events',
    sql: `SELECT recorded_at, type, stream_id, stream_version, data
FROM events
ORDER BY epoch DESC, tx DESC, position DESC
LIMIT 50`,
  },
  {
    title: 'Dead letters by reason',
    sql: `SELECT group_name, topic, reason, status, count(*) AS letters, min(parked_at) AS first
FROM dead_letters
GROUP BY group_name, topic, reason, status
ORDER BY letters DESC`,
  },
  {
    title: 'Size of the tables',
    sql: `SELECT relname AS table, reltuples::bigint AS rows_about,
  pg_total_relation_size(oid) AS bytes
FROM pg_class
WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema())
ORDER BY bytes DESC`,
  },
];

/** Questions to start from: about any log, and about each read model of the domain. */
export function exampleQuestions(runtime: Runtime): readonly ExampleView[] {
  const ofModels = writtenModels(runtime).map(({ model }) => ({
    title: `Rows of ${model.name}`,
    sql: `SELECT *\nFROM ${quoted(model.name)}\nORDER BY ${model.key.map(quoted).join(', ')}\nLIMIT 50`,
  }));
  return [...ofEveryLog, ...ofModels];
}

function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
