import { useState } from 'preact/hooks';
import type { DiscardReport } from '@foldmart/composition';
import type { ReplayView } from '../../src/views/letter-view.js';
import { Failure } from '../components/card.jsx';
import { ConfirmedButton } from '../components/confirmed-button.jsx';
import { ReadOnlyNote, useIsUnlocked } from '../components/read-only-note.jsx';
import { TextField } from '../components/text-field.jsx';
import { useChange } from '../state/use-change.js';
import type { LetterFilterValues } from './letter-filter-query.js';
import { DiscardResult, ReplayResult } from './replay-result.jsx';

interface LetterActionsProps {
  readonly choice: { readonly ids: readonly string[] } | { readonly filter: LetterFilterValues };
  /** Names the letters in questions. */
  readonly what: string;
  readonly onChange: () => void;
  /** Why nothing can be done any more. */
  readonly final?: string | undefined;
}

type Outcome = { readonly replay: ReplayView } | { readonly discard: DiscardReport };

/** Replays letters, tries that out, or discards them. */
export function LetterActions({ choice, what, onChange, final }: LetterActionsProps) {
  const { change, error, isBusy } = useChange();
  const [outcome, setOutcome] = useState<Outcome>();
  const replay = async (dryRun: boolean): Promise<void> => {
    setOutcome(undefined);
    const done = await change<ReplayView>('dead-letters/replay', { choice, dryRun });
    if (done !== undefined) setOutcome({ replay: done });
    if (!dryRun) onChange();
  };
  const discard = async (note: string): Promise<void> => {
    setOutcome(undefined);
    const done = await change<DiscardReport>('dead-letters/discard', { choice, note });
    if (done !== undefined) setOutcome({ discard: done });
    onChange();
  };
  return (
    <div class="card-body stack">
      {final === undefined ? (
        <ActionButtons {...{ what, isBusy, replay, discard }} />
      ) : (
        <p class="quiet">{final}</p>
      )}
      {error !== undefined && <Failure>{error}</Failure>}
      {outcome !== undefined && 'replay' in outcome && <ReplayResult replay={outcome.replay} />}
      {outcome !== undefined && 'discard' in outcome && <DiscardResult report={outcome.discard} />}
    </div>
  );
}

interface ActionButtonsProps {
  readonly what: string;
  readonly isBusy: boolean;
  readonly replay: (dryRun: boolean) => Promise<void>;
  readonly discard: (note: string) => Promise<void>;
}

function ActionButtons({ what, isBusy, replay, discard }: ActionButtonsProps) {
  const [note, setNote] = useState('');
  const isOff = !useIsUnlocked() || isBusy;
  return (
    <>
      <ReadOnlyNote />
      <div class="buttons">
        <button type="button" disabled={isOff} onClick={() => void replay(true)}>
          Dry run
        </button>
        <ConfirmedButton
          disabled={isOff}
          question={`Replay ${what}?`}
          onConfirm={() => void replay(false)}
        >
          Replay
        </ConfirmedButton>
      </div>
      <p class="quiet">
        A dry run does everything that a replay does, and rolls it back. What waits behind a letter
        follows it.
      </p>
      <div class="search">
        <TextField label="Why it is discarded" value={note} onInput={setNote} />
        <ConfirmedButton
          disabled={isOff}
          question={`Discard ${what} for good?`}
          onConfirm={() => void discard(note)}
        >
          Discard
        </ConfirmedButton>
      </div>
    </>
  );
}
