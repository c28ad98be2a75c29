import type { ProjectionView } from '../../src/views/overview-view.js';
import { Badge, type Tone } from '../components/badge.jsx';
import { Card, Empty } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { Time } from '../components/time.jsx';
import { count } from '../format/numbers.js';

const tones: Readonly<Record<ProjectionView['condition'], Tone>> = {
  current: 'good',
  behind: 'warning',
  outdated: 'warning',
  newer: 'warning',
  new: 'neutral',
  parked: 'bad',
};

/** Between two of its steps, a projection is always a little behind. */
const usuallyBehind = 1_000;

function isUsual({ condition, behind }: ProjectionView): boolean {
  return condition === 'behind' && behind < usuallyBehind;
}

const columns: readonly Column<ProjectionView>[] = [
  { head: 'Projection', cell: ({ name }) => name },
  { head: 'Mode', cell: ({ mode }) => mode },
  {
    head: 'Condition',
    cell: (projection) => <Condition projection={projection} />,
  },
  { head: 'Behind', cell: ({ behind }) => count(behind), isNumber: true },
  {
    head: 'Moved',
    cell: ({ movedAt }) => (movedAt === null ? '–' : <Time at={movedAt} />),
    isMinor: true,
  },
  { head: 'Led by', cell: ({ leader }) => (leader?.isValid === true ? leader.holder : '–') },
];

function Condition({ projection }: { readonly projection: ProjectionView }) {
  const { condition, rebuild } = projection;
  if (rebuild !== null) {
    return <Badge tone="warning">rebuilding, {count(rebuild.events)} events</Badge>;
  }
  return <Badge tone={isUsual(projection) ? 'neutral' : tones[condition]}>{condition}</Badge>;
}

/** The projections, and who leads them. */
export function ProjectionTable({
  projections,
}: {
  readonly projections: readonly ProjectionView[] | null;
}) {
  if (projections === null) return null;
  return (
    <Card title="Projections">
      {projections.length === 0 ? (
        <Empty>The domain has no projections.</Empty>
      ) : (
        <DataTable
          label="Projections"
          columns={columns}
          items={projections}
          keyOf={({ name }) => name}
        />
      )}
    </Card>
  );
}
