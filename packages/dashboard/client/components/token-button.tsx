import { useRef, useState } from 'preact/hooks';
import { pageInfo } from '../state/page-info.js';
import { useStore } from '../state/store.js';
import { lock, operator, token, unlock } from '../state/token.js';

/** Whether this browser may change something, and how to get there. */
export function TokenButton() {
  const info = useStore(pageInfo);
  const isUnlocked = useStore(token) !== '';
  const dialog = useRef<HTMLDialogElement>(null);
  if (info === undefined) return null;
  return (
    <>
      <button type="button" class="quiet-button" onClick={() => dialog.current?.showModal()}>
        {isUnlocked ? 'Changes allowed' : 'Read-only'}
      </button>
      <dialog ref={dialog} class="dialog" aria-label="Changes">
        {info.canChange ? <TokenForm dialog={dialog} /> : <HowToChange />}
        <form method="dialog" class="dialog-end">
          <button>Close</button>
        </form>
      </dialog>
    </>
  );
}

function HowToChange() {
  return (
    <p>
      This page only shows. To allow changes, start it with a token of at least 16 characters:{' '}
      <code>DASHBOARD_TOKEN=… foldmart start</code>
    </p>
  );
}

function TokenForm({
  dialog,
}: {
  readonly dialog: { readonly current: HTMLDialogElement | null };
}) {
  const [by, setBy] = useState(operator.value);
  const [secret, setSecret] = useState(token.value);
  const submit = (event: Event): void => {
    event.preventDefault();
    unlock(by.trim(), secret.trim());
    dialog.current?.close();
  };
  return (
    <form onSubmit={submit} class="fields">
      <p>Changes need the token of DASHBOARD_TOKEN. They are recorded with your name.</p>
      <label>
        Your name
        <input
          required
          maxLength={100}
          value={by}
          onInput={(event) => setBy(event.currentTarget.value)}
          autocomplete="username"
        />
      </label>
      <label>
        Token
        <input
          required
          type="password"
          value={secret}
          onInput={(event) => setSecret(event.currentTarget.value)}
          autocomplete="current-password"
        />
      </label>
      <div class="buttons">
        <button class="main-button">Allow changes in this tab</button>
        <button type="button" onClick={lock}>
          Forget the token
        </button>
      </div>
    </form>
  );
}
