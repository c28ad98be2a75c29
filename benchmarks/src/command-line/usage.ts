import { benchmarks } from './benchmarks.js';
import { optionDefinitions, type OptionName } from './options.js';

/** One line that says how to call the benchmarks. */
export const usage = `npm run bench -- [--only ${Object.keys(benchmarks).join('|')}] [--messages 50000] [--rounds 3]`;

/** The help about one benchmark, or about all of them. */
export function helpAbout(name: string | undefined): string {
  const benchmark = name === undefined ? undefined : benchmarks[name];
  if (name === undefined || benchmark === undefined) return helpAboutAll();
  const options = Object.entries(benchmark.options).map(([option, text]) => {
    const { about, value } = optionDefinitions[option as OptionName];
    const byDefault = text === '' ? '' : ` (default: ${text})`;
    return `  ${`--${option} ${value}`.padEnd(22)}${about}${byDefault}`;
  });
  return [
    `npm run bench ${name} -- [options]`,
    '',
    `  ${benchmark.about}`,
    '',
    ...options,
    '',
    files,
  ].join('\n');
}

const files = `Results are printed, and written to reports/. The services of scripts/services are started; every topic,
group, database and Redis key has a name of its own and is deleted at the end.`;

function helpAboutAll(): string {
  const lines = Object.entries(benchmarks).map(([name, { about, isOnRequest = false }]) => {
    const note = isOnRequest ? ' (only by name)' : '';
    return `  ${name.padEnd(18)}${about}${note}`;
  });
  return [usage, 'npm run bench <name> -- --help', '', ...lines, '', files].join('\n');
}
