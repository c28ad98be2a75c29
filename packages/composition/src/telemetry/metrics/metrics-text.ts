/** The metrics of a process, in the text format of Prometheus. */
export interface MetricsText {
  /** The value of the header Content-Type. */
  readonly contentType: string;
  /** Measures what must be asked for, and writes every metric. Never rejects because of a measurement. */
  read(): Promise<string>;
}
