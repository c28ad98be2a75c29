import { Store } from './store.js';

/** The place on the page that the address names: `#/streams/user-1?version=3`. */
export interface Place {
  /** Decoded parts of the path: the view, then what it shows. */
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Where the page is. */
export const place = new Store<Place>(parsePlace(window.location.hash));

window.addEventListener('hashchange', () => {
  place.set(parsePlace(window.location.hash));
});

/** The address of a place, for links. */
export function placeUrl(path: readonly string[], query: Place['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== '');
  const text = new URLSearchParams(given).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

/** Goes to a place; the browser's back button returns. */
export function goTo(path: readonly string[], query: Place['query'] = {}): void {
  window.location.hash = placeUrl(path, query);
}

/** Changes what the present view shows, without a step for the back button. */
export function setQuery(changes: Readonly<Record<string, string>>): void {
  const { path, query } = place.value;
  const next = { ...query, ...changes };
  window.history.replaceState(null, '', placeUrl(path, next));
  place.set(parsePlace(window.location.hash));
}

function parsePlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  return {
    path: path.split('/').filter(Boolean).map(decode),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
