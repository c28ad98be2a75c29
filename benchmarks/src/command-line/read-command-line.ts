import { parseArgs } from 'node:util';
import type { Row } from '../frame/row.js';
import { rowGroups, rows } from '../rows/index.js';
import { flagDefinitions, optionDefinitions } from './options.js';
import { readStoryOptions, type Texts } from './read-story-options.js';
import { readRowOptions, type RowOptions } from './read-row-options.js';
import { stories, type Story, type StoryOptions } from './stories.js';

/** What was asked for: help about all or one benchmark, some rows, a story, or the report of an earlier run. */
export type Request =
  | { readonly help: string | undefined }
  | { readonly rows: readonly Row[]; readonly options: RowOptions }
  | { readonly story: Story; readonly options: Omit<StoryOptions, 'tell'> }
  | { readonly from: string; readonly options: RowOptions };

const texts = Object.fromEntries(
  Object.keys(optionDefinitions).map((name) => [name, { type: 'string' as const }]),
);
const flags = Object.fromEntries(
  Object.keys(flagDefinitions).map((name) => [name, { type: 'boolean' as const }]),
);

interface Given {
  readonly help?: boolean;
  readonly only?: string;
  readonly from?: string;
}

/** Reads the arguments. Throws an error that says what is wrong with them. */
export function readCommandLine(args: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      ...texts,
      ...flags,
      only: { type: 'string' },
      from: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { help = false, only, from, ...given } = values as Given & Texts;
  const names = [...positionals, ...(only?.split(',') ?? [])].map((name) => name.trim());
  for (const name of names) assertKnown(name);
  if (help) return { help: onlyOne(names) };
  if (from !== undefined) return { from, options: readRowOptions(given, [], true) };
  const story = names.find((name) => Object.hasOwn(stories, name));
  if (story !== undefined) return requestedStory(story, names, given);
  const chosen = names.length === 0 ? rows.filter(({ isOnRequest }) => !isOnRequest) : named(names);
  return { rows: chosen, options: readRowOptions(given, chosen, names.length === 0) };
}

function assertKnown(name: string): void {
  if (Object.hasOwn(stories, name) || named([name]).length > 0) return;
  const known = [
    ...Object.keys(rowGroups),
    ...rows.map((row) => row.name),
    ...Object.keys(stories),
  ];
  throw new RangeError(`there is no benchmark '${name}'; there are ${known.join(', ')}`);
}

/** The rows that these names or names of groups mean, in the order in which rows run. */
function named(names: readonly string[]): readonly Row[] {
  return Object.entries(rowGroups).flatMap(([group, ofGroup]) =>
    ofGroup.filter(({ name }) => names.includes(group) || names.includes(name)),
  );
}

function onlyOne(names: readonly string[]): string | undefined {
  if (names.length > 1) throw new RangeError('--help explains one benchmark, or all of them');
  return names[0];
}

function requestedStory(name: string, names: readonly string[], given: Texts): Request {
  const story = stories[name];
  if (story === undefined || names.length > 1) {
    throw new RangeError(`${name} runs alone; name no other benchmark`);
  }
  return { story, options: readStoryOptions(name, story, given) };
}
