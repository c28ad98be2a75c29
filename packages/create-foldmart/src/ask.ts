import { intro, select, text } from '@clack/prompts';
import {
  databases,
  defaultAnswers,
  queues,
  type Answers,
  type Database,
  type GivenAnswers,
  type Queue,
} from './answers.js';
import { appNameOf } from './app-name.js';
import { singularOf } from './thing-names.js';
import { assertFree } from './write-project.js';
import { WrongAnswer } from './wrong-answer.js';

/** Asks on the terminal for what is not given. Resolves with undefined if the user cancels. */
export async function ask(given: GivenAnswers): Promise<Answers | undefined> {
  intro('Foldmart: a new event-sourced application');
  try {
    return {
      folder: given.folder ?? (await askFolder()),
      thing: given.thing ?? (await askThing()),
      queue: given.queue ?? (await askQueue()),
      database: given.database ?? (await askDatabase()),
    };
  } catch (error) {
    if (error instanceof Canceled) return undefined;
    throw error;
  }
}

/** The user canceled. */
class Canceled extends Error {}

async function answered<Value>(asked: Promise<Value>): Promise<Exclude<Value, symbol>> {
  const answer = await asked;
  if (typeof answer === 'symbol') throw new Canceled();
  return answer as Exclude<Value, symbol>;
}

const askFolder = (): Promise<string> =>
  askText('Which folder?', defaultAnswers.folder, (folder) => {
    appNameOf(folder);
    assertFree(folder);
  });

const askThing = (): Promise<string> =>
  askText('What can guests reserve?', defaultAnswers.thing, singularOf);

/** An empty answer is the default. */
function askText(
  message: string,
  defaultValue: string,
  check: (value: string) => unknown,
): Promise<string> {
  const validate = (value = ''): string | undefined => faultOf(() => check(value || defaultValue));
  return answered(text({ message, placeholder: defaultValue, defaultValue, validate }));
}

function faultOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof WrongAnswer) return error.message;
    throw error;
  }
}

function askQueue(): Promise<Queue> {
  const hints = { memory: 'no service needed', redis: 'Redis Streams', kafka: 'Apache Kafka' };
  const asked = select<Queue>({
    message: 'Which queue carries events to other programs?',
    options: queues.map((value) => ({ value, hint: hints[value] })),
  });
  return answered(asked);
}

function askDatabase(): Promise<Database> {
  const hints = { memory: 'data ends with the process', postgres: 'event log and read models' };
  const asked = select<Database>({
    message: 'Which database keeps events?',
    options: databases.map((value) => ({ value, hint: hints[value] })),
  });
  return answered(asked);
}
