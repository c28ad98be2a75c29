import { useState } from 'preact/hooks';
import type { BodyView, LetterView } from '../../src/views/letter-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { ReadOnlyNote, useIsUnlocked } from '../components/read-only-note.jsx';
import { TextArea } from '../components/text-field.jsx';
import { headerLines, headersIn } from '../format/header-lines.js';
import { useChange } from '../state/use-change.js';

interface EditCardProps {
  readonly letter: LetterView;
  readonly onChange: () => void;
}

/** Changes what is replayed instead of the message, which is kept beside it. */
export function EditCard({ letter, onChange }: EditCardProps) {
  const contents = letter.edited ?? letter.message;
  const isTooLong = contents.body !== null && contents.body.hex === null;
  const [reading, setReading] = useState<LetterView['reading']>();
  return (
    <Card title="Edit what is replayed" aside="the message is kept">
      {isTooLong ? (
        <Empty>
          The body is too long to edit here: use foldmart dead-letters edit {letter.id} --value.
        </Empty>
      ) : (
        <EditForm
          key={JSON.stringify(contents)}
          letter={letter}
          onEdit={(edited) => {
            setReading(edited);
            if (edited !== undefined) onChange();
          }}
        />
      )}
      {reading !== undefined && (
        <p class="result card-body" role="status">
          Saved; {reading.isReadable ? 'readable as' : 'not readable yet:'} {reading.text}
        </p>
      )}
    </Card>
  );
}

interface EditFormProps {
  readonly letter: LetterView;
  /** Undefined while it is saved. */
  readonly onEdit: (reading: LetterView['reading'] | undefined) => void;
}

function EditForm({ letter, onEdit }: EditFormProps) {
  const { headers, body } = letter.edited ?? letter.message;
  const isUnlocked = useIsUnlocked();
  const { change, error, isBusy } = useChange();
  const [isHex, setHex] = useState(body !== null && !isEditableText(body));
  const [text, setText] = useState(isHex ? hexText(body) : (body?.text ?? ''));
  const [lines, setLines] = useState(headerLines(headers));
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    onEdit(undefined);
    const edited = await change<LetterView['reading']>('dead-letters/edit', {
      id: letter.id,
      body: body === null && text === '' ? null : isHex ? { hex: text } : { text },
      headers: headersIn(lines),
    });
    if (edited !== undefined) onEdit(edited);
  };
  return (
    <form class="card-body stack" onSubmit={(event) => void save(event)}>
      <ReadOnlyNote />
      <TextArea
        label={isHex ? 'Body, as pairs of hexadecimal digits' : 'Body'}
        rows={8}
        value={text}
        onInput={setText}
      />
      <div class="buttons">
        <button
          type="button"
          disabled={isHex && bytesText(text) === undefined}
          onClick={() => {
            setText(isHex ? (bytesText(text) ?? '') : hexOf(text));
            setHex(!isHex);
          }}
        >
          Edit as {isHex ? 'text' : 'hex'}
        </button>
      </div>
      <TextArea label="Headers, one a line" rows={4} value={lines} onInput={setLines} />
      <div class="buttons">
        <button class="main-button" disabled={!isUnlocked || isBusy}>
          Save
        </button>
      </div>
      {error !== undefined && <Failure>{error}</Failure>}
    </form>
  );
}

/** A field of a form would change line ends. */
function isEditableText({ text }: BodyView): boolean {
  return text !== null && !text.includes('\r');
}

function hexText(body: BodyView | null): string {
  return pairs(body?.hex ?? '');
}

function hexOf(text: string): string {
  const digits = [...new TextEncoder().encode(text)].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return digits.join(' ');
}

function pairs(digits: string): string {
  return digits.replaceAll(/(..)(?=.)/g, '$1 ');
}

/** The text of hexadecimal digits; undefined if they are none of UTF-8. */
function bytesText(digits: string): string | undefined {
  const bare = digits.replaceAll(/\s/g, '');
  if (!/^([0-9a-f]{2})*$/i.test(bare)) return undefined;
  const bytes = (bare.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      Uint8Array.from(bytes),
    );
  } catch {
    return undefined;
  }
}
