import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import UPlot from 'uplot';
import { timeText } from '../format/times.js';
import { useStore } from '../state/store.js';
import { theme } from '../state/theme.js';
import { chartOptions, lineColour, type ChartLine } from './chart-options.js';
import { Card, Empty } from './card.jsx';

interface ChartProps {
  readonly title: string;
  /** In milliseconds since the epoch. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  /** Beside the title, if `format` does not have it. */
  readonly unit?: string;
  readonly format: (value: number) => string;
  readonly empty: string;
  readonly height?: number;
}

/** Lines over time. Its legend has the values under the pointer, or the last ones. */
export function Chart({ title, times, lines, format, empty, unit = '', height = 150 }: ChartProps) {
  const [hovered, setHovered] = useState<number>();
  const isEmpty = lines.every(({ values }) => values.every((value) => value === null));
  return (
    <Card title={title} aside={hovered === undefined ? unit : timeText(times[hovered] ?? 0)}>
      {isEmpty ? (
        <Empty>{empty}</Empty>
      ) : (
        <>
          <Plot {...{ title, times, lines, format, height }} onHover={setHovered} />
          <Legend lines={lines} at={hovered} format={format} />
        </>
      )}
    </Card>
  );
}

interface PlotProps extends Omit<ChartProps, 'empty' | 'height' | 'unit'> {
  readonly height: number;
  readonly onHover: (index: number | undefined) => void;
}

function Plot({ title, times, lines, format, height, onHover }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const shown = useStore(theme);
  const shape = `${shown} ${lines.map(({ label }) => label).join('\n')}`;
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const size = () => ({ width: Math.max(element.clientWidth, 100), height });
    const made = new UPlot(
      chartOptions(lines, { ...size(), format, onHover }),
      dataOf(times, lines),
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize(size()));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [shape, height]);
  useEffect(() => plot.current?.setData(dataOf(times, lines)), [times, lines]);
  return <div class="plot" ref={box} role="img" aria-label={`Chart: ${title}`} />;
}

function dataOf(times: readonly number[], lines: readonly ChartLine[]): UPlot.AlignedData {
  return [times.map((time) => time / 1_000), ...lines.map(({ values }) => [...values])];
}

interface LegendProps {
  readonly lines: readonly ChartLine[];
  readonly at: number | undefined;
  readonly format: (value: number) => string;
}

function Legend({ lines, at, format }: LegendProps) {
  return (
    <ul class="legend">
      {lines.map(({ label, values }, nth) => {
        const value = at === undefined ? lastOf(values) : (values[at] ?? null);
        return (
          <li key={label}>
            <span class="swatch" style={{ background: lineColour(nth) }} />
            {label} <b>{value === null ? '–' : format(value)}</b>
          </li>
        );
      })}
    </ul>
  );
}

function lastOf(values: ChartLine['values']): number | null {
  return values.findLast((value) => value !== null) ?? null;
}
