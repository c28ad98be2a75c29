import {
  flagDefinitions,
  optionDefinitions,
  readNumber,
  type FlagName,
  type OptionName,
} from './options.js';
import type { Story, StoryOptions } from './stories.js';

/** The options as they were given. */
export type Texts = Readonly<Partial<Record<OptionName, string> & Record<FlagName, boolean>>>;

/** Reads the options of a story. Throws a RangeError that says what is wrong with them. */
export function readStoryOptions(
  name: string,
  story: Story,
  given: Texts,
): Omit<StoryOptions, 'tell'> {
  const foreign = Object.keys({ ...optionDefinitions, ...flagDefinitions }).find(
    (option) => given[option as OptionName] !== undefined && !Object.hasOwn(story.options, option),
  );
  if (foreign !== undefined) throw new RangeError(`the benchmark ${name} takes no --${foreign}`);
  const read = (option: OptionName): number => {
    const text = given[option] ?? story.options[option] ?? '';
    return text === '' && given[option] === undefined ? Number.NaN : readNumber(option, text);
  };
  const rate = read('rate');
  return {
    messages: read('messages'),
    rounds: read('rounds'),
    durationMs: read('duration') * 1_000,
    users: read('users'),
    products: read('products'),
    ...(Number.isNaN(rate) ? {} : { rate }),
  };
}
