import type { Row } from '../frame/row.js';
import { readNumber, type FlagName, type OptionName } from './options.js';
import type { Texts } from './read-story-options.js';

/** How rows run. */
export interface RowOptions {
  /** Which of a row's sizes is meant. */
  readonly scale: 'full' | 'quick' | 'check' | 'large';
  readonly rounds: number;
  /** Replaces the size of the row. */
  readonly messages?: number;
  /** Whether the tables of the documentation are written. */
  readonly docs: boolean;
}

const ofStoriesOnly: readonly OptionName[] = ['duration', 'rate', 'users', 'products'];
const scales = ['quick', 'check', 'large'] as const satisfies readonly FlagName[];
const defaultRounds = { full: 5, large: 5, quick: 3, check: 1 };

/** Reads the options of rows. Throws a RangeError that says what is wrong with them. */
export function readRowOptions(given: Texts, rows: readonly Row[], areAll: boolean): RowOptions {
  const foreign = ofStoriesOnly.find((option) => given[option] !== undefined);
  if (foreign !== undefined) {
    throw new RangeError(`--${foreign} is an option of the benchmarks that run only by name`);
  }
  const scale = readScale(given);
  const docs = given.docs ?? false;
  if (docs && !(areAll && (scale === 'full' || scale === 'large'))) {
    throw new RangeError('--docs needs a whole run: without --only, --quick and --check');
  }
  const { messages } = given;
  if (messages !== undefined && rows.length !== 1) {
    throw new RangeError('--messages sets the size of one row; name it with --only');
  }
  return {
    scale,
    docs,
    rounds: given.rounds === undefined ? defaultRounds[scale] : readNumber('rounds', given.rounds),
    ...(messages === undefined ? {} : { messages: readNumber('messages', messages) }),
  };
}

function readScale(given: Texts): RowOptions['scale'] {
  const [scale = 'full', other] = scales.filter((each) => given[each] === true);
  if (other !== undefined) throw new RangeError(`--${scale} and --${other} exclude each other`);
  return scale;
}
