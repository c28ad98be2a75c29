import { useEffect } from 'preact/hooks';
import { Banner } from './components/banner.jsx';
import { Empty } from './components/card.jsx';
import { Navigation } from './components/navigation.jsx';
import { TopBar } from './components/top-bar.jsx';
import { follow } from './state/live.js';
import { place } from './state/location.js';
import { loadPageInfo } from './state/page-info.js';
import { rangeOf } from './state/ranges.js';
import { useStore } from './state/store.js';
import { views } from './views.jsx';

/** The whole page: what it is about, where one can go, and the chosen view. */
export function Page() {
  const { path, query } = useStore(place);
  const minutes = rangeOf(query['minutes']);
  useEffect(() => void loadPageInfo(), []);
  useEffect(() => void follow(minutes), [minutes]);
  const view = views.find(({ name }) => name === (path[0] ?? ''));
  return (
    <div class="page">
      <a class="skip" href="#main" onClick={skipToMain}>
        Skip to content
      </a>
      <TopBar />
      <Navigation current={view?.name} />
      <Banner />
      <main id="main" tabIndex={-1}>
        {view === undefined ? (
          <>
            <h1 class="view-title">Nothing here</h1>
            <Empty>There is no view of this name.</Empty>
          </>
        ) : (
          <>
            <h1 class="view-title">{view.title}</h1>
            <view.component />
          </>
        )}
      </main>
    </div>
  );
}

/** The address names the view, so a link into the page must not change it. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
