import { useState } from 'preact/hooks';
import type { LetterView } from '../../src/views/letter-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { readApi } from '../state/api.js';
import { placeUrl } from '../state/location.js';
import { useRead } from '../state/use-read.js';
import { ContentsCard } from './contents-card.jsx';
import { EditCard } from './edit-card.jsx';
import { LetterActions } from './letter-actions.jsx';
import { LetterFacts } from './letter-facts.jsx';
import { LetterHistory } from './letter-history.jsx';
import { LetterLine } from './letter-line.jsx';

/** One letter: its message, what can be done with it, and what waits behind it. */
export function LetterPage({ id }: { readonly id: string }) {
  const [changes, setChanges] = useState(0);
  const { result: letter, error } = useRead(`${id} ${String(changes)}`, (signal) =>
    readApi<LetterView>('dead-letter', { id }, signal),
  );
  return (
    <>
      <p class="crumbs">
        <a href={placeUrl(['dead-letters'])}>Dead letters</a> / <b>{id}</b>
      </p>
      {error !== undefined && <Failure>{error}</Failure>}
      {letter === undefined ? (
        error === undefined && <Empty>Reading…</Empty>
      ) : (
        <LetterCards letter={letter} onChange={() => setChanges(changes + 1)} />
      )}
    </>
  );
}

interface LetterCardsProps {
  readonly letter: LetterView;
  readonly onChange: () => void;
}

function LetterCards({ letter, onChange }: LetterCardsProps) {
  const isWaiting = letter.status === 'waiting';
  return (
    <>
      <LetterFacts letter={letter} />
      <div class="letter-columns">
        <div class="stack">
          {letter.edited !== null && (
            <ContentsCard title="Edited: this is replayed" contents={letter.edited} />
          )}
          <ContentsCard title="Message as it was delivered" contents={letter.message} />
        </div>
        <div class="stack">
          <Card title="Replay or discard">
            <LetterActions
              choice={{ ids: [letter.id] }}
              what={`letter ${letter.id}`}
              onChange={onChange}
              final={finalText(letter)}
            />
          </Card>
          {isWaiting && <EditCard letter={letter} onChange={onChange} />}
          {letter.line !== null && <LetterLine line={letter.line} shown={letter.id} />}
          <LetterHistory history={letter.history} />
        </div>
      </div>
    </>
  );
}

function finalText({ status, settled }: LetterView): string | undefined {
  return settled === null ? undefined : `It was ${status} by ${settled.by}; that is final.`;
}
