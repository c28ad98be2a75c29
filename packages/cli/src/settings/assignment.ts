import { similarName } from '@foldmart/composition';
import { UsageError } from '../usage-error.js';

const namePattern = /^[A-Za-z][A-Za-z0-9_]*$/;

/**
 * The name and the value of `--set NAME=value`.
 *
 * @throws UsageError if there is no such setting. Its message never contains the value, which may be a secret.
 */
export function readAssignment(
  text: string,
  names: readonly string[],
): readonly [name: string, value: string] {
  const [name = '', ...rest] = text.split('=');
  const hasValue = rest.length > 0;
  if (names.includes(name) && hasValue) return [name, rest.join('=')];
  const similar = namePattern.test(name) ? similarName(name, names) : undefined;
  const isName = (hasValue && namePattern.test(name)) || similar !== undefined;
  throw new UsageError(`--set${isName ? ` ${name}` : ''}: ${advice(name, similar)}`);
}

function advice(name: string, similar: string | undefined): string {
  if (similar === name) return `write ${name}=value`;
  const meant = similar === undefined ? '' : `did you mean ${similar}? `;
  return `${meant}write NAME=value with the name of a setting (foldmart settings lists them)`;
}
