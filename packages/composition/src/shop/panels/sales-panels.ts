import { salesByCategoryModel, salesByMinuteModel } from '@foldmart/core/shop';
import type { Panel, PanelPoint } from '../../config/index.js';
import type { Runtime } from '../../runtime/index.js';

const minuteMs = 60_000;
const shownMinutes = 60;
/** More than the categories of the generator with all their statuses. */
const mostRows = 2_000;

/** Orders of each minute of the last hour. */
export function salesByMinutePanel(runtime: Runtime): Panel {
  return {
    name: 'sales-by-minute',
    title: 'Orders by minute',
    async read() {
      const { readModels } = await runtime.inspect();
      const nowMs = runtime.clock.now();
      const rows = await readModels.find(salesByMinuteModel, {
        index: ['minute', 'status'],
        range: { gte: minuteText(nowMs - shownMinutes * minuteMs) },
        limit: mostRows,
      });
      const orders = sumBy(rows, ({ minute }) => minute);
      const points = [...orders].map(([minute, value]): PanelPoint => [Date.parse(minute), value]);
      return { kind: 'lines', unit: 'orders', lines: [{ label: 'orders', points }] };
    },
  };
}

/** Orders of each category. */
export function salesByCategoryPanel(runtime: Runtime): Panel {
  return {
    name: 'sales-by-category',
    title: 'Orders by category',
    async read() {
      const { readModels } = await runtime.inspect();
      const rows = await readModels.scan(salesByCategoryModel, { limit: mostRows });
      const bars = [...sumBy(rows, ({ category }) => category)]
        .map(([label, value]) => ({ label, value }))
        .sort((one, other) => other.value - one.value)
        .slice(0, 12);
      return { kind: 'bars', unit: 'orders', bars };
    },
  };
}

function sumBy<Row extends { readonly orders: number | null }>(
  rows: readonly Row[],
  labelOf: (row: Row) => string,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const row of rows) {
    sums.set(labelOf(row), (sums.get(labelOf(row)) ?? 0) + (row.orders ?? 0));
  }
  return sums;
}

/** As the key of the model is written: `2026-02-03T14:30Z`. */
function minuteText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16)}Z`;
}
