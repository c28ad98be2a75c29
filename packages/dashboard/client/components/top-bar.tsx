import type { ServiceView } from '../../src/views/overview-view.js';
import { connection, live } from '../state/live.js';
import { pageInfo } from '../state/page-info.js';
import { useStore } from '../state/store.js';
import { theme, toggleTheme } from '../state/theme.js';
import { TokenButton } from './token-button.jsx';

/** What the page is about, and whether everything answers. */
export function TopBar() {
  const info = useStore(pageInfo);
  const state = useStore(live);
  return (
    <header class="top-bar">
      <p class="brand">
        <span class="mark" aria-hidden="true" />
        {info?.domain ?? '…'}
      </p>
      <ul class="services" aria-label="Services">
        {(state?.sample?.services ?? []).map((service) => (
          <Service key={service.name} {...service} />
        ))}
      </ul>
      <ConnectionLight />
      <TokenButton />
      <ThemeButton />
    </header>
  );
}

function Service({ name, type, isUp, trouble }: ServiceView) {
  return (
    <li class={isUp ? 'service' : 'service service-down'} title={trouble ?? `${name} answers`}>
      <span class={`light light-${isUp ? 'good' : 'bad'}`} aria-hidden="true" />
      {name} <span class="service-type">{type}</span>
      {!isUp && <span class="unseen"> cannot be read</span>}
    </li>
  );
}

function ConnectionLight() {
  const state = useStore(connection);
  const isOpen = state === 'open';
  return (
    <p class="connection" role="status">
      <span class={`light light-${isOpen ? 'good' : 'bad'}`} aria-hidden="true" />
      {isOpen ? 'live' : state === 'connecting' ? 'connecting' : 'offline'}
    </p>
  );
}

function ThemeButton() {
  const next = useStore(theme) === 'dark' ? 'light' : 'dark';
  return (
    <button type="button" class="quiet-button" onClick={toggleTheme}>
      {next === 'dark' ? 'Dark' : 'Light'}
      <span class="unseen"> theme</span>
    </button>
  );
}
