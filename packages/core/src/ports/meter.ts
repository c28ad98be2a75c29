/** The labels of a point. Their values must come from a small, fixed set: never ids, keys or error messages. */
export type MetricLabels<Label extends string> = Readonly<Record<Label, string>>;

/** A metric by its name, such as `foldmart_messages_published_total`. */
export interface MetricDefinition<Label extends string = string> {
  readonly name: string;
  /** One line for people. */
  readonly help: string;
  readonly labels: readonly Label[];
}

/** A distribution. `bounds` are the upper bounds of its buckets, ascending, in the unit of the metric. */
export interface HistogramDefinition<
  Label extends string = string,
> extends MetricDefinition<Label> {
  readonly bounds: readonly number[];
}

/** Counts what happened; only rises. */
export interface Counter<Label extends string = string> {
  add(labels: MetricLabels<Label>, count: number): void;
}

/** A value that rises and falls. */
export interface Gauge<Label extends string = string> {
  set(labels: MetricLabels<Label>, value: number): void;
  /** Forgets every point, so that what no longer exists is not reported. */
  clear(): void;
}

/** A distribution of values. */
export interface Histogram<Label extends string = string> {
  observe(labels: MetricLabels<Label>, value: number): void;
}

/**
 * Makes instruments. The same definition gives the same instrument. Instruments never throw and never block: a point
 * that cannot be recorded is dropped.
 */
export interface Meter {
  /** False if nothing is recorded: a caller can then save the work of measuring. */
  readonly isEnabled: boolean;
  counter<Label extends string>(definition: MetricDefinition<Label>): Counter<Label>;
  gauge<Label extends string>(definition: MetricDefinition<Label>): Gauge<Label>;
  histogram<Label extends string>(definition: HistogramDefinition<Label>): Histogram<Label>;
  /**
   * Runs `measure` before the metrics are read, for gauges that must be asked for. If it rejects or takes too long, that is
   * counted under its name, and the other metrics are read without it. Returns a function that ends this.
   */
  beforeRead(name: string, measure: () => Promise<void>): () => void;
}
