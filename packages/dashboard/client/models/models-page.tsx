import type { ModelView } from '../../src/views/model-view.js';
import { Empty, Failure } from '../components/card.jsx';
import { readApi } from '../state/api.js';
import { place, placeUrl } from '../state/location.js';
import { useRead } from '../state/use-read.js';
import { useStore } from '../state/store.js';
import { ModelList } from './model-list.jsx';
import { ModelRows } from './model-rows.jsx';
import { keyValues } from './row-key.js';
import { RowPage } from './row-page.jsx';

/** The read models, the rows of one, or one row. */
export function ModelsPage() {
  const { path } = useStore(place);
  const { result, error } = useRead('models', (signal) =>
    readApi<readonly ModelView[]>('models', {}, signal),
  );
  if (error !== undefined) return <Failure>{error}</Failure>;
  if (result === undefined) return <Empty>Reading…</Empty>;
  const [, name, key] = path;
  if (name === undefined) return <ModelList models={result} />;
  const model = result.find((each) => each.name === name);
  if (model === undefined) return <Failure>The domain has no read model {name}.</Failure>;
  return (
    <>
      <p class="crumbs">
        <a href={placeUrl(['models'])}>Read models</a> /{' '}
        {key === undefined ? <b>{name}</b> : <a href={placeUrl(['models', name])}>{name}</a>}
        {key !== undefined && (
          <>
            {' '}
            / <b class="mono">{keyValues(key)}</b>
          </>
        )}
      </p>
      {key === undefined ? (
        <ModelRows key={name} model={model} />
      ) : (
        <RowPage key={`${name} ${key}`} model={model} rowKey={key} />
      )}
    </>
  );
}
