import { useStore } from '../state/store.js';
import { token } from '../state/token.js';

/** Whether this tab may change something. */
export function useIsUnlocked(): boolean {
  return useStore(token) !== '';
}

/** Why the buttons below it are off. */
export function ReadOnlyNote() {
  const isUnlocked = useIsUnlocked();
  return isUnlocked ? null : <p class="note">Read-only: see the button at the top.</p>;
}
