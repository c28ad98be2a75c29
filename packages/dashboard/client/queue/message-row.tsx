import { prettyJson } from '../../src/shown/pretty-json.js';
import type { MessageRowView } from '../../src/views/queue-view.js';
import { StreamLink } from '../components/stream-link.jsx';
import { Time } from '../components/time.jsx';
import { headerLines } from '../format/header-lines.js';
import { bytes } from '../format/numbers.js';

/** One message on a line; opened, the whole of it. */
export function MessageRow({ message }: { readonly message: MessageRowView }) {
  const { partition, offset, timestamp, key, body, event } = message;
  const place = `[${String(partition)}]@${offset}`;
  return (
    <li>
      <details>
        <summary>
          <Time at={timestamp} /> <span class="mono">{place}</span>{' '}
          {event === null ? <span class="quiet">no event of the domain</span> : <b>{event.type}</b>}{' '}
          <span class="quiet">key {key ?? 'none'}</span>
          <code class="one-line">{body ?? '(no body)'}</code>
        </summary>
        <MessageDetails message={message} place={place} />
      </details>
    </li>
  );
}

interface MessageDetailsProps {
  readonly message: MessageRowView;
  readonly place: string;
}

function MessageDetails({ message, place }: MessageDetailsProps) {
  const { headers, body, isBodyCut, sizeBytes, event } = message;
  return (
    <>
      {event !== null && (
        <p class="card-note">
          Stream <StreamLink streamId={event.streamId} />
        </p>
      )}
      {Object.keys(headers).length > 0 && (
        <pre class="json headers" tabIndex={0} role="group" aria-label={`Headers of ${place}`}>
          {headerLines(headers)}
        </pre>
      )}
      <pre class="json" tabIndex={0} role="group" aria-label={`Body of ${place}`}>
        {body === null ? '(no body)' : prettyJson(body)}
      </pre>
      <p class="card-note">
        {bytes(sizeBytes)}
        {isBodyCut && ', of which the beginning is shown'}
      </p>
    </>
  );
}
