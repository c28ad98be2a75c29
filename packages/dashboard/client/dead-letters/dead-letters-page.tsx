import { place } from '../state/location.js';
import { useStore } from '../state/store.js';
import { LetterList } from './letter-list.jsx';
import { LetterPage } from './letter-page.jsx';

/** The dead letters, or one of them. */
export function DeadLettersPage() {
  const { path } = useStore(place);
  const id = path[1];
  return id === undefined ? <LetterList /> : <LetterPage key={id} id={id} />;
}
