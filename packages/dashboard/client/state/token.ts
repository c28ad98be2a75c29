import { Store } from './store.js';

const key = 'foldmart-token';

/** The token of this browser tab; it is sent with changes only. */
export const token = new Store<string>(stored('token'));
/** Who makes changes, for the records. */
export const operator = new Store<string>(stored('operator'));

/** Keeps who makes changes with which token, until the tab is closed. */
export function unlock(by: string, secret: string): void {
  operator.set(by);
  token.set(secret);
  try {
    sessionStorage.setItem(`${key}-token`, secret);
    sessionStorage.setItem(`${key}-operator`, by);
  } catch {
    // Storage may be forbidden; then they last as long as the page.
  }
}

export function lock(): void {
  unlock(operator.value, '');
}

function stored(what: string): string {
  try {
    return sessionStorage.getItem(`${key}-${what}`) ?? '';
  } catch {
    return '';
  }
}
