import { Empty, Failure } from '../components/card.jsx';
import { place, placeUrl } from '../state/location.js';
import { pageInfo } from '../state/page-info.js';
import { useStore } from '../state/store.js';
import { GroupPage } from './group-page.jsx';
import { QueueOverview } from './queue-overview.jsx';
import { TopicPage } from './topic-page.jsx';

/** The topics and groups of the queue, one topic, or one group. */
export function QueuePage() {
  const [, kind, name] = useStore(place).path;
  const info = useStore(pageInfo);
  if (info?.queue === 'direct') {
    return (
      <Empty>
        There is no queue: KAFKA_ENABLED=false writes events to the log directly. Set QUEUE_TYPE to
        kafka, redis or memory to have topics and groups.
      </Empty>
    );
  }
  if (name === undefined) return <QueueOverview />;
  return (
    <>
      <p class="crumbs">
        <a href={placeUrl(['queue'])}>Topics and groups</a> / <b>{name}</b>
      </p>
      {kind === 'topics' && <TopicPage key={name} topic={name} />}
      {kind === 'groups' && <GroupPage key={name} group={name} />}
      {kind !== 'topics' && kind !== 'groups' && (
        <Failure>There is no such part of the queue.</Failure>
      )}
    </>
  );
}
