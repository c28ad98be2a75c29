import type { QueueView, TopicView } from '../../src/views/queue-view.js';
import { Badge } from '../components/badge.jsx';
import { Card, Empty, Failure } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { count, duration } from '../format/numbers.js';
import { readApi } from '../state/api.js';
import { placeUrl } from '../state/location.js';
import { useRead } from '../state/use-read.js';
import { OtherNames } from './other-names.jsx';
import { OwnGroups } from './own-groups.jsx';

const columns: readonly Column<TopicView>[] = [
  {
    head: 'Topic',
    cell: ({ name }) => <a href={placeUrl(['queue', 'topics', name])}>{name}</a>,
  },
  {
    head: 'Partitions',
    cell: ({ exists, partitions }) =>
      exists ? count(partitions ?? 0) : <Badge tone="warning">does not exist</Badge>,
    isNumber: true,
  },
  { head: 'Replicas', cell: ({ replicationFactor }) => replicationFactor ?? '–', isNumber: true },
  {
    head: 'Kept for',
    cell: ({ retentionMs }) => (retentionMs === null ? '–' : keptFor(retentionMs)),
    isNumber: true,
  },
  {
    head: 'Consumed by',
    cell: ({ groups }) => (groups.length === 0 ? '–' : groups.map(groupLink)),
  },
];

/** Topics and groups of the domain, and what else is on the queue. */
export function QueueOverview() {
  const { result, error } = useRead('queue', (signal) => readApi<QueueView>('queue', {}, signal));
  return (
    <>
      <OwnGroups />
      {error !== undefined && <Failure>{error}</Failure>}
      <Card title="Topics of the domain">
        {result === undefined || result.topics.length === 0 ? (
          <Empty>{result === undefined ? 'Reading…' : 'The domain has no topics.'}</Empty>
        ) : (
          <DataTable
            label="Topics of the domain"
            columns={columns}
            items={result.topics}
            keyOf={({ name }) => name}
          />
        )}
      </Card>
      {result !== undefined && (
        <div class="columns">
          <OtherNames kind="topics" names={result.otherTopics} />
          <OtherNames kind="groups" names={result.otherGroups} />
        </div>
      )}
    </>
  );
}

function groupLink(group: string) {
  return (
    <a key={group} class="listed" href={placeUrl(['queue', 'groups', group])}>
      {group}
    </a>
  );
}

function keptFor(ms: number): string {
  return ms < 172_800_000 ? duration(ms) : `${count(ms / 86_400_000)} d`;
}
