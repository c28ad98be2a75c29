import { basename, resolve } from 'node:path';
import { WrongAnswer } from './wrong-answer.js';

const pattern = /^[a-z][a-z0-9-]{0,62}$/;

/**
 * The name of package and domain: the last part of the folder's path.
 *
 * @throws WrongAnswer if npm or Foldmart would refuse it.
 */
export function appNameOf(folder: string): string {
  const name = basename(resolve(folder));
  if (pattern.test(name)) return name;
  throw new WrongAnswer(
    `The folder ${name} cannot name an application: use lower-case letters, digits and hyphens, from a letter on, at most 63, such as my-app.`,
  );
}
