import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface ConfirmedButtonProps {
  readonly children: ComponentChildren;
  /** What is asked before it is done. */
  readonly question: string;
  readonly disabled: boolean;
  readonly onConfirm: () => void;
}

/** A button for what cannot be undone: it asks once more. */
export function ConfirmedButton(props: ConfirmedButtonProps) {
  const { children, question, disabled, onConfirm } = props;
  const [isAsking, setAsking] = useState(false);
  if (!isAsking || disabled) {
    return (
      <button type="button" disabled={disabled} onClick={() => setAsking(true)}>
        {children}
      </button>
    );
  }
  return (
    <span class="buttons confirm" role="group" aria-label={question}>
      <span>{question}</span>
      <button
        type="button"
        class="main-button"
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        Yes
      </button>
      <button type="button" onClick={() => setAsking(false)}>
        No
      </button>
    </span>
  );
}
