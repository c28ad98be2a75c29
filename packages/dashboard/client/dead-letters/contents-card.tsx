import { useState } from 'preact/hooks';
import { prettyJson } from '../../src/shown/pretty-json.js';
import type { BodyView, ContentsView } from '../../src/views/letter-view.js';
import { Card, Empty } from '../components/card.jsx';
import { bytes } from '../format/numbers.js';
import { headerLines } from '../format/header-lines.js';

interface ContentsCardProps {
  readonly title: string;
  readonly contents: ContentsView;
}

/** A message: its headers, and its body as text or as a hexadecimal dump. */
export function ContentsCard({ title, contents: { headers, body } }: ContentsCardProps) {
  const hasText = body !== null && body.text !== null;
  const [isHex, setHex] = useState(!hasText);
  return (
    <Card
      title={title}
      aside={
        body === null ? undefined : (
          <span class="choice" role="group" aria-label="Body as">
            <button
              type="button"
              aria-pressed={!isHex}
              disabled={!hasText}
              onClick={() => setHex(false)}
            >
              Text
            </button>
            <button type="button" aria-pressed={isHex} onClick={() => setHex(true)}>
              Hex
            </button>
          </span>
        )
      }
    >
      {Object.keys(headers).length > 0 && (
        <pre class="json headers" tabIndex={0} role="group" aria-label={`Headers of ${title}`}>
          {headerLines(headers)}
        </pre>
      )}
      {body === null ? (
        <Empty>It has no body.</Empty>
      ) : (
        <Body title={title} body={body} isHex={isHex} />
      )}
    </Card>
  );
}

interface BodyProps {
  readonly title: string;
  readonly body: BodyView;
  readonly isHex: boolean;
}

function Body({ title, body, isHex }: BodyProps) {
  const { sizeBytes, text, dump, isDumpCut } = body;
  if (sizeBytes === 0) return <Empty>Its body is empty.</Empty>;
  const isCut = isHex && isDumpCut;
  return (
    <>
      <pre
        class={isHex ? 'json dump' : 'json'}
        tabIndex={0}
        role="group"
        aria-label={`Body of ${title}`}
      >
        {isHex ? dump.join('\n') : prettyJson(text ?? '')}
      </pre>
      <p class="card-note">
        {bytes(sizeBytes)}
        {isCut && `, of which the first ${bytes(dump.length * 16)} are shown`}
        {text === null && '; it is not text, or too long to show as text'}
      </p>
    </>
  );
}
