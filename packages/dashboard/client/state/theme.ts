import { Store } from './store.js';

export type Theme = 'light' | 'dark';

const key = 'foldmart-theme';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

/** The theme that is shown. */
export const theme = new Store<Theme>(chosen() ?? system());

/** Follows the system until a theme is chosen. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = theme.value;
  systemDark.addEventListener('change', () => {
    if (chosen() === undefined) show(system());
  });
}

export function toggleTheme(): void {
  const next = theme.value === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(key, next);
  } catch {
    // Storage may be forbidden; then the choice lasts as long as the page.
  }
  show(next);
}

function show(next: Theme): void {
  document.documentElement.dataset['theme'] = next;
  theme.set(next);
}

function chosen(): Theme | undefined {
  try {
    const stored = localStorage.getItem(key);
    return stored === 'light' || stored === 'dark' ? stored : undefined;
  } catch {
    return undefined;
  }
}

function system(): Theme {
  return systemDark.matches ? 'dark' : 'light';
}
