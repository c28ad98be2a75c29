import type { LeaseView } from '../../src/views/overview-view.js';
import { Badge } from '../components/badge.jsx';
import { Card } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { Time } from '../components/time.jsx';

const columns: readonly Column<LeaseView>[] = [
  { head: 'Work', cell: ({ name }) => name },
  { head: 'Led by', cell: ({ holder }) => holder },
  {
    head: 'Lease',
    cell: ({ isValid }) => (
      <Badge tone={isValid ? 'good' : 'neutral'}>{isValid ? 'held' : 'free'}</Badge>
    ),
  },
  { head: 'Renewed', cell: ({ renewedAt }) => <Time at={renewedAt} /> },
];

/** Work that one process of many does, projections apart. */
export function Leaders({ leases }: { readonly leases: readonly LeaseView[] }) {
  if (leases.length === 0) return null;
  return (
    <Card title="Leaders">
      <DataTable label="Leaders" columns={columns} items={leases} keyOf={({ name }) => name} />
    </Card>
  );
}
