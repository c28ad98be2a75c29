import type { PanelFigures } from '@foldmart/composition';
import type { PanelView } from '../../src/views/overview-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { Chart } from '../components/chart.jsx';
import { DataTable } from '../components/data-table.jsx';
import { short } from '../format/numbers.js';
import { Bars, Levels } from './bars.jsx';

/** The parts that the domain adds. */
export function Panels({ panels }: { readonly panels: readonly PanelView[] }) {
  if (panels.length === 0) return null;
  return (
    <div class="charts">
      {panels.map((panel) => (
        <Panel key={panel.name} panel={panel} />
      ))}
    </div>
  );
}

function Panel({ panel: { title, figures, trouble } }: { readonly panel: PanelView }) {
  if (figures?.kind === 'lines') return <LinesPanel title={title} figures={figures} />;
  return (
    <Card title={title}>
      {trouble !== null && <Failure>{trouble}</Failure>}
      {figures === null ? (
        <Empty>Nothing is known yet.</Empty>
      ) : (
        <Figures {...{ title, figures }} />
      )}
    </Card>
  );
}

type Lines = Extract<PanelFigures, { readonly kind: 'lines' }>;
type Others = Exclude<PanelFigures, Lines>;

function Figures({ title, figures }: { readonly title: string; readonly figures: Others }) {
  switch (figures.kind) {
    case 'bars':
      return <Bars bars={figures.bars} unit={figures.unit} />;
    case 'levels':
      return <Levels levels={figures.levels} />;
    case 'table': {
      const columns = figures.head.map((head, nth) => ({
        head,
        cell: (row: Row) => row[nth] ?? '–',
        isNumber: figures.rows.some((row) => typeof row[nth] === 'number'),
      }));
      if (figures.rows.length === 0) return <Empty>There are no rows.</Empty>;
      return (
        <DataTable
          label={title}
          columns={columns}
          items={figures.rows}
          keyOf={(row) => JSON.stringify(row)}
        />
      );
    }
  }
}

type Row = readonly (string | number | null)[];

/** Lines may have points at different times. */
function LinesPanel({ title, figures }: { readonly title: string; readonly figures: Lines }) {
  const { lines, unit = '' } = figures;
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([atMs]) => atMs)))].sort(
    (one, other) => one - other,
  );
  const aligned = lines.map(({ label, points }) => {
    const values = new Map(points);
    return { label, values: times.map((atMs) => values.get(atMs) ?? null) };
  });
  return (
    <Chart
      title={title}
      times={times}
      lines={aligned}
      unit={unit}
      format={short}
      empty="Nothing is known yet."
    />
  );
}
