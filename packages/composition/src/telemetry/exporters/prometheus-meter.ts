import type {
  Clock,
  Counter as CounterPort,
  Gauge as GaugePort,
  Histogram as HistogramPort,
  HistogramDefinition,
  Meter,
  MetricDefinition,
} from '@foldmart/core';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { metricDefinitions } from '../metrics/metric-definitions.js';
import type { MetricsText } from '../metrics/metrics-text.js';
import { Measurements } from './measurements.js';

/** Keeps the metrics of one application in a registry of its own. */
export class PrometheusMeter implements Meter, MetricsText {
  readonly isEnabled = true;
  readonly #registry = new Registry();
  readonly #measurements: Measurements;

  constructor(clock: Clock) {
    for (const definition of Object.values(metricDefinitions)) this.#register(definition);
    const failures = this.counter(metricDefinitions.measurementFailures);
    this.#measurements = new Measurements(clock, (measurement) => failures.add({ measurement }, 1));
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async read(): Promise<string> {
    await this.#measurements.run();
    return this.#registry.metrics();
  }

  counter<Label extends string>(definition: MetricDefinition<Label>): CounterPort<Label> {
    const counter = this.#find(definition, (settings) => new Counter(settings));
    return {
      add(labels, count) {
        if (count >= 0) counter.inc(labels, count);
      },
    };
  }

  gauge<Label extends string>(definition: MetricDefinition<Label>): GaugePort<Label> {
    const gauge = this.#find(definition, (settings) => new Gauge(settings));
    return { set: (labels, value) => gauge.set(labels, value), clear: () => gauge.reset() };
  }

  histogram<Label extends string>(definition: HistogramDefinition<Label>): HistogramPort<Label> {
    const buckets = [...definition.bounds];
    const histogram = this.#find(definition, (settings) => new Histogram({ ...settings, buckets }));
    return {
      observe(labels, value) {
        if (Number.isFinite(value)) histogram.observe(labels, value);
      },
    };
  }

  beforeRead(name: string, measure: () => Promise<void>): () => void {
    return this.#measurements.add(name, measure);
  }

  /** A metric without points is described all the same, so that boards and alerts find it. */
  #register(definition: MetricDefinition | HistogramDefinition): void {
    if ('bounds' in definition) this.histogram(definition);
    else if (definition.name.endsWith('_total')) this.counter(definition);
    else this.gauge(definition);
  }

  #find<Label extends string, Metric>(
    { name, help, labels }: MetricDefinition<Label>,
    make: (settings: {
      name: string;
      help: string;
      labelNames: Label[];
      registers: Registry[];
    }) => Metric,
  ): Metric {
    const known = this.#registry.getSingleMetric(name) as Metric | undefined;
    return known ?? make({ name, help, labelNames: [...labels], registers: [this.#registry] });
  }
}
