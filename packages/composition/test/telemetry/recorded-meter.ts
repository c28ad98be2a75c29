import type { Meter, MetricDefinition } from '@foldmart/core';

/** A meter whose points a test can read: `name{label="value"}` to the sum, or to the last value of a gauge. */
export class RecordedMeter implements Meter {
  readonly isEnabled = true;
  readonly points = new Map<string, number>();
  readonly #measurements = new Set<() => Promise<void>>();

  counter<Label extends string>(definition: MetricDefinition<Label>) {
    return {
      add: (labels: Readonly<Record<Label, string>>, count: number): void => {
        const key = keyOf(definition, labels);
        this.points.set(key, (this.points.get(key) ?? 0) + count);
      },
    };
  }

  gauge<Label extends string>(definition: MetricDefinition<Label>) {
    return {
      set: (labels: Readonly<Record<Label, string>>, value: number): void => {
        this.points.set(keyOf(definition, labels), value);
      },
      clear: (): void => {
        for (const key of this.points.keys())
          if (key.split('{', 1)[0] === definition.name) this.points.delete(key);
      },
    };
  }

  histogram<Label extends string>(definition: MetricDefinition<Label>) {
    const counts = this.counter({ ...definition, name: `${definition.name}_count` });
    return {
      observe: (labels: Readonly<Record<Label, string>>): void => {
        counts.add(labels, 1);
      },
    };
  }

  beforeRead(_name: string, measure: () => Promise<void>): () => void {
    this.#measurements.add(measure);
    return () => void this.#measurements.delete(measure);
  }

  /** Measures what must be asked for. Rejects if a measurement does. */
  async measure(): Promise<void> {
    for (const measure of this.#measurements) await measure();
  }
}

function keyOf({ name }: MetricDefinition, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}
