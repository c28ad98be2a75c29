import type { LetterSummaryView } from '../../src/views/letter-view.js';
import { Badge, type Tone } from '../components/badge.jsx';
import type { Column } from '../components/data-table.jsx';
import { Time } from '../components/time.jsx';
import { placeUrl } from '../state/location.js';

export const toneOfStatus: Readonly<Record<LetterSummaryView['status'], Tone>> = {
  waiting: 'warning',
  replayed: 'good',
  discarded: 'neutral',
};

/** The columns of a list of letters. */
export const letterColumns: readonly Column<LetterSummaryView>[] = [
  { head: 'Letter', cell: ({ id }) => <a href={placeUrl(['dead-letters', id])}>{id}</a> },
  { head: 'Parked', cell: ({ parkedAt }) => <Time at={parkedAt} /> },
  {
    head: 'Status',
    cell: ({ status, isEdited }) => (
      <>
        <Badge tone={toneOfStatus[status]}>{status}</Badge>
        {isEdited && <span class="quiet"> edited</span>}
      </>
    ),
  },
  { head: 'Reason', cell: ({ reason }) => reason },
  { head: 'Key', cell: ({ key }) => <span class="clipped">{key ?? '–'}</span> },
  { head: 'Detail', cell: ({ detail }) => <span class="one-line">{detail}</span> },
  { head: 'Group', cell: ({ group }) => group, isMinor: true },
  { head: 'Message', cell: (letter) => placeOf(letter), isMinor: true },
];

/** `orders[0]@17`. */
export function placeOf({ topic, partition, offset }: LetterSummaryView): string {
  return `${topic}[${String(partition)}]@${offset}`;
}
