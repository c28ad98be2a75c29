import { Card } from '../components/card.jsx';
import { count } from '../format/numbers.js';
import { LetterActions } from './letter-actions.jsx';
import type { LetterFilterValues } from './letter-filter-query.js';

interface BulkActionsProps {
  readonly filter: LetterFilterValues;
  readonly total: number;
  readonly onChange: () => void;
}

/** What can be done with all letters that match. */
export function BulkActions({ filter, total, onChange }: BulkActionsProps) {
  const letters = total === 1 ? 'the letter' : `all ${count(total)} letters`;
  return (
    <Card title={`With ${letters} that match`}>
      <LetterActions choice={{ filter }} what={letters} onChange={onChange} />
    </Card>
  );
}
