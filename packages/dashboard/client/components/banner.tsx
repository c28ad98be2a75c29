import { connection, live } from '../state/live.js';
import { useStore } from '../state/store.js';
import { Time } from './time.jsx';

/** Says that what is shown is old, while the server does not answer. */
export function Banner() {
  const state = useStore(connection);
  const sample = useStore(live)?.sample;
  if (state !== 'lost') return null;
  return (
    <div class="banner" role="alert">
      The server does not answer. This page reconnects by itself.
      {sample !== null && sample !== undefined && (
        <>
          {' '}
          What it shows is of <Time at={sample.atMs} />.
        </>
      )}
    </div>
  );
}
