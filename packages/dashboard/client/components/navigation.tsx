import { placeUrl } from '../state/location.js';
import { views } from '../views.jsx';

/** The views, as links. */
export function Navigation({ current }: { readonly current: string | undefined }) {
  return (
    <nav class="navigation" aria-label="Views">
      <ul>
        {views.map(({ name, title }) => (
          <li key={name}>
            <a
              href={placeUrl(name === '' ? [] : [name])}
              aria-current={name === current ? 'page' : undefined}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
