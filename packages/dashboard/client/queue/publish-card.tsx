import { useState } from 'preact/hooks';
import type { PublishedView } from '../../src/views/queue-view.js';
import { Card, Failure } from '../components/card.jsx';
import { ReadOnlyNote, useIsUnlocked } from '../components/read-only-note.jsx';
import { TextArea, TextField } from '../components/text-field.jsx';
import { headersIn } from '../format/header-lines.js';
import { useChange } from '../state/use-change.js';

interface PublishCardProps {
  readonly topic: string;
  readonly onPublish: () => void;
}

/** Publishes one message by hand. */
export function PublishCard({ topic, onPublish }: PublishCardProps) {
  const isUnlocked = useIsUnlocked();
  const { change, error, isBusy } = useChange();
  const [published, setPublished] = useState<PublishedView>();
  const [body, setBody] = useState('');
  const [key, setKey] = useState('');
  const [lines, setLines] = useState('');
  const [isRaw, setRaw] = useState(false);
  const publish = async (event: Event): Promise<void> => {
    event.preventDefault();
    setPublished(undefined);
    const message = { topic, body, isRaw, headers: headersIn(lines) };
    const given = key === '' ? message : { ...message, key };
    const done = await change<PublishedView>('publish', given);
    if (done === undefined) return;
    setPublished(done);
    onPublish();
  };
  return (
    <Card title="Publish one message">
      <form class="card-body stack" onSubmit={(event) => void publish(event)}>
        <ReadOnlyNote />
        <TextArea
          label="Body"
          rows={6}
          value={body}
          placeholder={'{"event_type": "…", "data": {}}'}
          onInput={setBody}
        />
        <div class="search">
          <TextField
            label="Key"
            value={key}
            placeholder={isRaw ? 'none' : 'that of the event'}
            onInput={setKey}
          />
          <label class="check">
            <input
              type="checkbox"
              checked={isRaw}
              onChange={(event) => setRaw(event.currentTarget.checked)}
            />
            as it is, without a check against the schema of its event
          </label>
        </div>
        <TextArea label="Headers, one a line" rows={2} value={lines} onInput={setLines} />
        <div class="buttons">
          <button class="main-button" disabled={!isUnlocked || isBusy || body === ''}>
            Publish
          </button>
        </div>
        {error !== undefined && <Failure>{error}</Failure>}
        {published !== undefined && (
          <p class="result" role="status">
            {publishedText(published)}
          </p>
        )}
      </form>
    </Card>
  );
}

function publishedText({ topic, partition, key, id }: PublishedView): string {
  const parts = [
    `Published to ${topic}`,
    ...(partition === null ? [] : [`partition ${String(partition)}`]),
    ...(key === null ? [] : [`key ${key}`]),
    ...(id === null ? [] : [`event ${id}`]),
  ];
  return parts.join(', ');
}
