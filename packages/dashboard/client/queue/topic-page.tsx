import { useState } from 'preact/hooks';
import { MessageSearch } from './message-search.jsx';
import { PublishCard } from './publish-card.jsx';

/** The messages of one topic, and a way to publish one. */
export function TopicPage({ topic }: { readonly topic: string }) {
  const [published, setPublished] = useState(0);
  return (
    <>
      <MessageSearch topic={topic} turn={published} />
      <PublishCard topic={topic} onPublish={() => setPublished(published + 1)} />
    </>
  );
}
