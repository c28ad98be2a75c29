/** A series of a scrape: its name with suffix, its labels and its value. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric of a scrape with its series. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  readonly samples: readonly Sample[];
}

const metricName = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const comment = new RegExp(`^# (HELP|TYPE) (${metricName}) (.+)$`);
const sample = new RegExp(`^(${metricName})(?:\\{(.*)\\})? (\\S+)$`);
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(?:,|$)/y;
const suffixes: Readonly<Record<string, readonly string[]>> = {
  counter: [''],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/**
 * Reads Prometheus' text format 0.0.4, and throws for anything that a scraper or `promtool check metrics` objects to:
 * a metric without HELP or TYPE, a metric or series that comes twice, wrong names and values, broken histograms.
 */
export function parseMetrics(text: string): ReadonlyMap<string, MetricFamily> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, MetricFamily & { samples: Sample[] }>();
  let current: (MetricFamily & { samples: Sample[] }) | undefined;
  const lines = text.split('\n').filter((line) => line !== '');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith('#')) {
      current = familyOf(line, lines[at + 1] ?? '');
      if (families.has(current.name)) throw new Error(`${current.name} comes twice`);
      families.set(current.name, current);
      at += 1;
    } else {
      if (current === undefined) throw new Error(`no HELP and TYPE before: ${line}`);
      current.samples.push(sampleOf(line, current));
    }
  }
  for (const family of families.values()) checkFamily(family);
  return families;
}

function familyOf(first: string, second: string): MetricFamily & { samples: Sample[] } {
  const [, kind, name = '', help = ''] = comment.exec(first) ?? [];
  const [, secondKind, sameName, type = ''] = comment.exec(second) ?? [];
  if (kind !== 'HELP' || secondKind !== 'TYPE' || name !== sameName)
    throw new Error(`not HELP and then TYPE of one metric: ${first} / ${second}`);
  if (suffixes[type] === undefined) throw new Error(`${name} has the type ${type}`);
  return { name, help, type, samples: [] };
}

function sampleOf(line: string, { name: family, type }: MetricFamily): Sample {
  const [, name = '', labels = '', text = ''] = sample.exec(line) ?? [];
  const isOwn = suffixes[type]?.some((suffix) => name === family + suffix) ?? false;
  if (!isOwn) throw new Error(`not a series of ${family}: ${line}`);
  const value = text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text);
  if (Number.isNaN(value) && text !== 'NaN') throw new Error(`not a number: ${line}`);
  return { name, labels: labelsOf(labels, line), value };
}

function labelsOf(text: string, line: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = {};
  label.lastIndex = 0;
  while (label.lastIndex < text.length) {
    const [, name, value] = label.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new Error(`wrong labels: ${line}`);
    if (name in labels) throw new Error(`label ${name} comes twice: ${line}`);
    labels[name] = value;
  }
  return labels;
}

function checkFamily({ name, type, samples }: MetricFamily): void {
  const series = samples.map((each) => `${each.name} ${JSON.stringify(sorted(each.labels))}`);
  const twice = series.find((each, index) => series.indexOf(each) !== index);
  if (twice !== undefined) throw new Error(`this series comes twice: ${twice}`);
  if ((type === 'counter') !== name.endsWith('_total'))
    throw new Error(`${name} is a ${type}, and counters alone end in _total`);
  if (type === 'histogram') for (const counted of countsOf(samples)) checkBuckets(counted, samples);
}

const countsOf = (samples: readonly Sample[]): readonly Sample[] =>
  samples.filter((each) => each.name.endsWith('_count'));

function checkBuckets(counted: Sample, samples: readonly Sample[]): void {
  const own = JSON.stringify(sorted(counted.labels));
  const buckets = samples.filter(({ name, labels: { le, ...others } }) => {
    return name.endsWith('_bucket') && le !== undefined && JSON.stringify(sorted(others)) === own;
  });
  const isRising = buckets.every(({ value }, index) => value >= (buckets[index - 1]?.value ?? 0));
  const last = buckets.at(-1);
  if (!isRising || last?.labels['le'] !== '+Inf' || last.value !== counted.value)
    throw new Error(`broken buckets of ${counted.name} ${own}`);
}

function sorted(labels: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  return Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** The value of a series; undefined if the scrape does not have it. */
export function valueOf(
  families: ReadonlyMap<string, MetricFamily>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const own = JSON.stringify(sorted(labels));
  return [...families.values()]
    .flatMap(({ samples }) => samples)
    .find((each) => each.name === name && JSON.stringify(sorted(each.labels)) === own)?.value;
}
