import { useState } from 'preact/hooks';
import { Card, Empty } from '../components/card.jsx';
import { TextField } from '../components/text-field.jsx';
import { count } from '../format/numbers.js';
import { placeUrl } from '../state/location.js';

interface OtherNamesProps {
  readonly kind: 'topics' | 'groups';
  readonly names: readonly string[];
}

const shown = 30;

/** Topics or groups of other programs on the same queue. */
export function OtherNames({ kind, names }: OtherNamesProps) {
  const [part, setPart] = useState('');
  const found = names.filter((name) => name.toLowerCase().includes(part.toLowerCase()));
  return (
    <Card title={`Other ${kind} on this queue`} aside={count(names.length)}>
      {names.length === 0 ? (
        <Empty>There are none.</Empty>
      ) : (
        <div class="card-body stack">
          {names.length > shown && (
            <TextField label="Part of the name" value={part} onInput={setPart} />
          )}
          <ul class="names">
            {found.slice(0, shown).map((name) => (
              <li key={name}>
                <a href={placeUrl(['queue', kind, name])}>{name}</a>
              </li>
            ))}
          </ul>
          {found.length > shown && (
            <p class="quiet">and {count(found.length - shown)} more: write a part of the name</p>
          )}
        </div>
      )}
    </Card>
  );
}
