import type { PageView } from '../../src/views/page-view.js';
import { readApi } from './api.js';
import { Store } from './store.js';

/** What the page is about; undefined until the server has said it. */
export const pageInfo = new Store<PageView | undefined>(undefined);

const retryMs = 2_000;

/** Asks the server until it answers. */
export async function loadPageInfo(): Promise<void> {
  try {
    const info = await readApi<PageView>('page');
    pageInfo.set(info);
    document.title = `${info.domain} · Foldmart`;
  } catch {
    window.setTimeout(() => void loadPageInfo(), retryMs);
  }
}
