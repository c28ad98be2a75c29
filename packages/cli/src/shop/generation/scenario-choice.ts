import { readFile } from 'node:fs/promises';
import { isValidationError } from '@foldmart/core';
import { builtInScenarios, readScenario, type Scenario } from '@foldmart/generator';
import { UsageError } from '../../usage-error.js';
import { messageOf } from '../../message-of.js';

/** A built-in scenario by its name, or the scenario of a file. Throws UsageError that says what is wrong. */
export async function chooseScenario(nameOrFile: string): Promise<Scenario> {
  const builtIn = builtInScenarios.get(nameOrFile);
  if (builtIn !== undefined) return builtIn;
  const value = await readJsonFile(nameOrFile, expectedScenario());
  try {
    return readScenario(value);
  } catch (error) {
    if (isValidationError(error)) throw new UsageError(`${nameOrFile}: ${error.message}`);
    throw error;
  }
}

/** Throws UsageError if the file cannot be read or holds no JSON. */
export async function readJsonFile(path: string, expected: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read (${messageOf(error)}): expected ${expected}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${path} is not JSON (${messageOf(error)}): expected ${expected}`);
  }
}

function expectedScenario(): string {
  return `${[...builtInScenarios.keys()].join(', ')}, or a file such as foldmart scenarios show prints`;
}
