import { place } from '../state/location.js';
import { useStore } from '../state/store.js';
import { StreamList } from './stream-list.jsx';
import { StreamPage } from './stream-page.jsx';

/** The streams of the log, or one of them. */
export function StreamsPage() {
  const { path } = useStore(place);
  const streamId = path[1];
  return streamId === undefined ? (
    <StreamList />
  ) : (
    <StreamPage key={streamId} streamId={streamId} />
  );
}
