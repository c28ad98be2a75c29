/** The colours of a chart: of its page, and of the series in their order. */
interface Theme {
  readonly page: string;
  readonly text: string;
  readonly quiet: string;
  readonly grid: string;
  readonly series: readonly string[];
}

// The series differ in brightness as well as in hue, so that they can be told apart without colour.
const light: Theme = {
  page: '#ffffff',
  text: '#1b1f24',
  quiet: '#57606a',
  grid: '#d8dee4',
  series: ['#0b5cad', '#e07b00', '#1a8a5a', '#9a4fb0'],
};

const dark: Theme = {
  page: '#12161c',
  text: '#e6edf3',
  quiet: '#9aa7b4',
  grid: '#333c47',
  series: ['#62b0ff', '#ffb454', '#5fd3a0', '#d59bea'],
};

/** The style of a chart: light, or dark for readers who prefer that. */
export function chartStyle(): string {
  return `${rules(light)} @media (prefers-color-scheme: dark) { ${rules(dark)} }`;
}

function rules({ page, text, quiet, grid, series }: Theme): string {
  return [
    `.page { fill: ${page} }`,
    `text { fill: ${text}; font: 13px system-ui, 'DejaVu Sans', sans-serif }`,
    `.title { font-size: 18px; font-weight: 600 }`,
    `.heading { font-weight: 600 }`,
    `.quiet { fill: ${quiet}; font-size: 12px }`,
    `.grid { stroke: ${grid}; fill: none }`,
    `.axis { stroke: ${quiet}; fill: none }`,
    ...series.map(
      (colour, index) =>
        `.fill${String(index)} { fill: ${colour} } .line${String(index)} { stroke: ${colour}; fill: none; stroke-width: 2; stroke-linejoin: round }`,
    ),
    `.whisker { stroke: ${text}; fill: none; stroke-width: 1.5 }`,
  ].join(' ');
}
