import { applicationNames, reservedWords } from './reserved-words.js';
import { pluralOf, singularOf, type ThingNames } from './thing-names.js';
import { WrongAnswer } from './wrong-answer.js';

/** Files by their paths, which have slashes on every system. */
export type Files = ReadonlyMap<string, string>;

/** The names that the template has in place of the answers. */
const placeholders = { app: 'acme-office', thing: singularOf('meeting room') };

/**
 * The files of the template, named after the application and its thing.
 *
 * @throws WrongAnswer if the thing's name has another meaning in the template or in TypeScript.
 */
export function fillTemplate(template: Files, app: string, thing: ThingNames): Files {
  assertUsable(template, thing);
  const fill = (text: string): string => renamed(text, app, thing);
  return new Map([...template].map(([path, text]) => [fill(path), fill(text)]));
}

/** All names in one pass, so that an answer which contains a name of the template stays as it is. */
function renamed(text: string, app: string, thing: ThingNames): string {
  const names = new Map(replacements(app, thing));
  return text.replace(placeholder, (found) => names.get(found) ?? found);
}

/** Plurals come first: a singular is the beginning of its plural. */
function replacements(app: string, thing: ThingNames): readonly (readonly [string, string])[] {
  const pairs = [
    [pluralOf(placeholders.thing), pluralOf(thing)],
    [placeholders.thing, thing],
  ] as const;
  return [
    ...['a', 'A'].map(
      (a) => [`${a} ${placeholders.thing.words}`, `${a}${n(thing)} ${thing.words}`] as const,
    ),
    ...pairs.flatMap(([from, to]) =>
      spellings.map((spelling) => [from[spelling], to[spelling]] as const),
    ),
    [placeholders.app, app],
  ];
}

/** The rest of the article: `an` before a vowel. */
function n({ words }: ThingNames): string {
  return /^[aeiou]/.test(words) ? 'n' : '';
}

const spellings = ['words', 'camel', 'pascal', 'snake', 'kebab'] as const;

/** A name that is replaced. */
const placeholder = new RegExp(
  replacements(placeholders.app, placeholders.thing)
    .map(([from]) => from)
    .join('|'),
  'g',
);

function assertUsable(template: Files, thing: ThingNames): void {
  const taken = wordsOf(template);
  const names = [thing, pluralOf(thing)].flatMap(({ camel, pascal, snake }) => [
    camel,
    pascal,
    snake,
  ]);
  const files = [`src/${thing.kebab}.ts`, `test/${thing.kebab}.test.ts`];
  const found =
    names.find((name) => taken.has(name) || reservedWords.has(name)) ??
    (applicationNames.has(thing.camel) ? thing.camel : undefined) ??
    files.find((path) => template.has(path) && thing.kebab !== placeholders.thing.kebab);
  if (found === undefined) return;
  throw new WrongAnswer(
    `"${thing.words}" cannot be used: the code of the project has another meaning for ${found}. Choose another word.`,
  );
}

/** Every name in the code of the template, except those that are replaced. */
function wordsOf(template: Files): ReadonlySet<string> {
  const code = [...template].filter(([path]) => path.endsWith('.ts')).map(([, text]) => text);
  return new Set(
    code.flatMap((text) => text.replace(placeholder, ' ').match(/[A-Za-z_$][\w$]*/g) ?? []),
  );
}
