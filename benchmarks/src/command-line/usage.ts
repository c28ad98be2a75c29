import type { Row } from '../frame/row.js';
import { rowGroups, rows } from '../rows/index.js';
import { flagDefinitions, optionDefinitions, type OptionName } from './options.js';
import { stories, type Story } from './stories.js';

/** Two lines that say how to call the benchmarks. */
export const usage = `npm run bench [-- --only <rows or groups, with commas> --quick --help]
npm run bench -- --from reports/benchmark.json`;

const files = `Results are printed, and written to reports/. The services are a set that only benchmarks use (number 8), unless
FOLDMART_SERVICES_INSTANCE names another one. Every topic, group, database and key has a name of its own and is
deleted at the end.`;

/** The help about one benchmark, or about all of them. */
export function helpAbout(name: string | undefined): string {
  if (name === undefined) return helpAboutAll();
  const story = stories[name];
  if (story !== undefined) return helpAboutStory(name, story);
  const found = rowGroups[name] ?? rows.filter((row) => row.name === name);
  return [...found.map(helpAboutRow), ...rowOptions(), '', files].join('\n');
}

function helpAboutRow({ name, about, contenders, isOnRequest = false }: Row): string {
  const note = isOnRequest ? ' (only by name)' : '';
  const lines = contenders.map((each) => `    ${each.name.padEnd(20)}${each.how}`);
  return [`npm run bench -- --only ${name}`, '', `  ${about}${note}`, ...lines, ''].join('\n');
}

function helpAboutStory(name: string, { about, options }: Story): string {
  const lines = Object.entries(options).map(([option, text]) => {
    const definition = optionDefinitions[option as OptionName];
    const byDefault = text === '' ? '' : ` (default: ${text})`;
    return `  ${`--${option} ${definition.value}`.padEnd(22)}${definition.about}${byDefault}`;
  });
  return [`npm run bench ${name} -- [options]`, '', `  ${about}`, '', ...lines, '', files].join(
    '\n',
  );
}

function rowOptions(): readonly string[] {
  const { rounds, messages } = optionDefinitions;
  return [
    ...Object.entries(flagDefinitions).map(([flag, { about }]) => line(`--${flag}`, about)),
    line(`--rounds ${rounds.value}`, `${rounds.about} (default: 5, with --quick 3)`),
    line(`--messages ${messages.value}`, `${messages.about}, for a single row`),
    line('--from <files>', 'writes the reports of earlier runs again, with commas; later rows win'),
  ];
}

function line(option: string, about: string): string {
  return `  ${option.padEnd(22)}${about}`;
}

function helpAboutAll(): string {
  const groups = Object.entries(rowGroups).flatMap(([group, ofGroup]) => [
    `${group}:`,
    ...ofGroup.map(({ name, about, isOnRequest = false }) =>
      line(name, isOnRequest ? `${about} (only by name)` : about),
    ),
  ]);
  const ofStories = Object.entries(stories).map(([name, { about }]) => line(name, about));
  return [
    usage,
    'npm run bench <name> -- --help',
    '',
    ...groups,
    '',
    'with reports of their own, only by name:',
    ...ofStories,
    '',
    ...rowOptions(),
    '',
    files,
  ].join('\n');
}
