import type { Tape } from './tape.js';

/** A tape of one world, as it is kept in a file. */
export interface KeptTape {
  readonly world: string;
  readonly tape: Tape;
}

const format = 'foldmart-tape-1';

/** A tape as a file: JSON with a line for each lane. */
export function writeTape({ world, tape }: KeptTape): string {
  const lanes = Object.entries(tape.lanes).map(
    ([name, decided]) => `    ${JSON.stringify(name)}: ${JSON.stringify(decided)}`,
  );
  const body = lanes.length === 0 ? '{}' : `{\n${lanes.join(',\n')}\n  }`;
  return `{
  "format": "${format}",
  "world": ${JSON.stringify(world)},
  "seed": ${String(tape.seed)},
  "lanes": ${body}
}
`;
}

/**
 * Reads a tape.
 *
 * @throws RangeError that says what is wrong with it.
 */
export function readTape(text: string): KeptTape {
  const content = parse(text);
  if (typeof content !== 'object' || content === null) throw notATape('it is no JSON object');
  const fields = content as Readonly<Record<string, unknown>>;
  const { format: given, world, seed, lanes } = fields;
  if (given !== format) throw notATape(`its format is ${JSON.stringify(given)}, not ${format}`);
  if (typeof world !== 'string') throw notATape('it names no world');
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed))
    throw notATape('its seed is no whole number');
  if (typeof lanes !== 'object' || lanes === null) throw notATape('it has no lanes');
  for (const [name, decided] of Object.entries(lanes)) {
    if (!isLane(decided)) throw notATape(`lane ${name} is no list of [index, number]`);
  }
  return { world, tape: { seed, lanes: lanes as Tape['lanes'] } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw notATape(error instanceof Error ? error.message : String(error));
  }
}

function isLane(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => isDecided(each));
}

function isDecided(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((number) => Number.isSafeInteger(number) && (number as number) >= 0)
  );
}

function notATape(why: string): RangeError {
  return new RangeError(`This is no tape of a simulation: ${why}.`);
}
