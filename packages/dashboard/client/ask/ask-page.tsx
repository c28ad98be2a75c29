import { useState } from 'preact/hooks';
import type { ExampleView } from '../../src/views/answer-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { TextArea } from '../components/text-field.jsx';
import { readApi } from '../state/api.js';
import { place, setQuery } from '../state/location.js';
import { pageInfo } from '../state/page-info.js';
import { useStore } from '../state/store.js';
import { useRead } from '../state/use-read.js';
import { AnswerCards } from './answer-cards.jsx';
import { useAsk } from './use-ask.js';

/** Questions in SQL about the log and the read models. */
export function AskPage() {
  const info = useStore(pageInfo);
  if (info === undefined) return <Empty>Reading…</Empty>;
  return info.hasSql ? <Questions /> : <NoSql database={info.database} />;
}

function NoSql({ database }: { readonly database: string }) {
  return (
    <Card title="Questions need a database with SQL">
      <div class="card-body stack">
        <p>
          The log and the read models are in {database === 'memory' ? 'memory' : database}, which
          has no SQL. To ask, keep them in Postgres:
        </p>
        <pre class="json" tabIndex={0} role="group" aria-label="Settings">
          DB_TYPE=postgres{'\n'}POSTGRES_HOST=localhost{'\n'}POSTGRES_DB=foldmart
        </pre>
        <p class="quiet">
          Questions only read: in a read-only transaction, with a time-out and a bound of rows. Give
          the page a role of its own that may only read, if its readers should see less.
        </p>
      </div>
    </Card>
  );
}

function Questions() {
  const given = useStore(place).query['sql'] ?? '';
  const [sql, setSql] = useState(given);
  const { answer, error, isBusy, ask } = useAsk();
  const submit = (text: string): void => {
    if (text.trim() === '' || isBusy) return;
    setSql(text);
    setQuery({ sql: text });
    void ask(text);
  };
  return (
    <>
      <div class="ask-columns">
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            submit(sql);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(sql);
          }}
        >
          <TextArea
            label="One SQL statement that reads"
            rows={9}
            value={sql}
            placeholder="SELECT count(*) FROM events"
            onInput={setSql}
          />
          <div class="buttons">
            <button class="main-button" disabled={isBusy || sql.trim() === ''}>
              {isBusy ? 'Asking…' : 'Ask'}
            </button>
            <span class="quiet">or Ctrl+Enter</span>
          </div>
        </form>
        <Examples onChoose={submit} />
      </div>
      {error !== undefined && <Failure>{error}</Failure>}
      {answer !== undefined && <AnswerCards answer={answer} />}
    </>
  );
}

function Examples({ onChoose }: { readonly onChoose: (sql: string) => void }) {
  const { result = [] } = useRead('examples', (signal) =>
    readApi<readonly ExampleView[]>('ask/examples', {}, signal),
  );
  return (
    <Card title="Examples">
      <ul class="examples">
        {result.map(({ title, sql }) => (
          <li key={title}>
            <button type="button" onClick={() => onChoose(sql)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  );
}
