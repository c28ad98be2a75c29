import type { LetterSummaryView, LineView } from '../../src/views/letter-view.js';
import { Card } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { Time } from '../components/time.jsx';
import { count } from '../format/numbers.js';
import { placeUrl } from '../state/location.js';

interface LetterLineProps {
  readonly line: LineView;
  /** The letter that the page is about. */
  readonly shown: string;
}

/** The letters of a key that wait, in the order in which they are replayed. */
export function LetterLine({ line, shown }: LetterLineProps) {
  const { head, heldSince, waiting, letters } = line;
  const columns: readonly Column<LetterSummaryView>[] = [
    { head: 'Letter', cell: ({ id }) => <a href={placeUrl(['dead-letters', id])}>{id}</a> },
    { head: 'Place', cell: ({ id }) => (id === head ? 'holds the key' : 'waits behind it') },
    { head: 'Reason', cell: ({ reason }) => reason },
    { head: 'Parked', cell: ({ parkedAt }) => <Time at={parkedAt} />, isMinor: true },
  ];
  const isCut = letters.length < waiting;
  return (
    <Card
      title="Letters of its key"
      aside={
        <>
          {isCut ? `the first ${count(letters.length)} of ${count(waiting)}` : count(waiting)} since{' '}
          <Time at={heldSince} />
        </>
      }
    >
      <DataTable
        label="Letters of its key"
        columns={columns}
        items={letters}
        keyOf={({ id }) => id}
        isSelected={({ id }) => id === shown}
      />
    </Card>
  );
}
