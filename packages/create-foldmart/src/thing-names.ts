import { WrongAnswer } from './wrong-answer.js';

/** A thing in the spellings that code needs, in singular and plural. */
export interface ThingNames {
  readonly words: string;
  readonly camel: string;
  readonly pascal: string;
  readonly snake: string;
  readonly kebab: string;
}

const pattern = /^[a-z]+([ _-][a-z]+)*$/;
const longest = 30;

/**
 * The spellings of a thing: `meeting room` is `meetingRoom`, `MeetingRoom`, `meeting_room` and `meeting-room`.
 *
 * @throws WrongAnswer unless the thing is one or more words of the letters a to z.
 */
export function singularOf(thing: string): ThingNames {
  const given = thing.trim().toLowerCase();
  if (!pattern.test(given) || given.length > longest) {
    throw new WrongAnswer(
      `${JSON.stringify(thing)} cannot be reserved: name one thing by words of the letters a to z, at most ${longest} characters, such as "meeting room".`,
    );
  }
  return spell(given.split(/[ _-]/));
}

/** The spellings of several of these things. */
export function pluralOf({ words }: ThingNames): ThingNames {
  const parts = words.split(' ');
  return spell([...parts.slice(0, -1), ...parts.slice(-1).map(plural)]);
}

function spell(parts: readonly string[]): ThingNames {
  const pascal = parts.map(capitalize).join('');
  return {
    words: parts.join(' '),
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    pascal,
    snake: parts.join('_'),
    kebab: parts.join('-'),
  };
}

function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
