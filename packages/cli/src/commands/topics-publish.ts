import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import {
  prepareEvent,
  prepareRaw,
  publishPrepared,
  type PreparedMessage,
  type PublishRequest,
} from '@foldmart/composition';
import { isValidationError, type MessageHeaders } from '@foldmart/core';
import { InvalidArgumentError, type Command } from 'commander';
import type { CommandContext, RunCommand } from '../command-context.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requireQueue } from '../requirements.js';
import { bodiesIn } from '../topics/messages-from-text.js';
import { nameHere } from '../topics/name-here.js';
import { UsageError } from '../usage-error.js';

interface PublishOptions {
  readonly key?: string;
  readonly header?: MessageHeaders;
  readonly file: string;
  readonly raw?: boolean;
}

/** `foldmart topics publish`: sends messages by hand. */
export function addTopicsPublish(topics: Command, run: RunCommand): void {
  topics
    .command('publish <topic>')
    .description('publish one JSON body, or one a line')
    .option('--key <key>', 'the key (default: that of the event; none with --raw)')
    .option('--header <name=value>', 'a header; can be repeated', header)
    .option('--file <path>', 'where the bodies are; - for stdin', '-')
    .option('--raw', 'publish the body as it is, without a check against the schema of its event')
    .addHelpText(
      'after',
      '\nBodies have the wire format, {"event_type": …, "data": {…}}. If one is wrong, nothing is published.',
    )
    .action(async (topic: string, options: PublishOptions, command: Command) => {
      await run(command, (context) => publish(context, nameHere(context, topic), options));
    });
}

async function publish(
  { settings, system, output }: CommandContext,
  topic: string,
  { key, header: headers = {}, file, raw = false }: PublishOptions,
): Promise<ExitCode> {
  requireQueue('topics publish', settings);
  const bodies = bodiesIn(await contentOf(file));
  if (bodies.length === 0) throw new UsageError('foldmart topics publish: there is no body');
  const request: PublishRequest = {
    topic,
    headers,
    nowMs: system.clock.now(),
    nextId: () => system.ids.next(),
    ...(key === undefined ? {} : { key }),
  };
  const prepared: PreparedMessage[] = [];
  for (const [index, body] of bodies.entries()) {
    const prepare = async (): Promise<PreparedMessage> =>
      raw ? prepareRaw(body, request) : prepareEvent(system.codec, body, request);
    prepared.push(await numbered(index, bodies.length, prepare));
  }
  const published = await publishPrepared(system, topic, prepared);
  output.result({ published }, () =>
    plainTable(
      ['TOPIC', 'PARTITION', 'KEY', 'ID'],
      published.map(({ partition, key: of, id }) => [topic, partition, of, id]),
    ),
  );
  return exitCodes.done;
}

/** Says which of several bodies is wrong. */
async function numbered<Result>(
  index: number,
  count: number,
  prepare: () => Promise<Result>,
): Promise<Result> {
  try {
    return await prepare();
  } catch (error) {
    if (!isValidationError(error)) throw error;
    const line = count === 1 ? '' : `line ${String(index + 1)}: `;
    throw new UsageError(`${line}${error.message}`);
  }
}

async function contentOf(file: string): Promise<string> {
  if (file !== '-') {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      throw new UsageError(`--file ${file} cannot be read: ${(error as Error).message}`);
    }
  }
  if (process.stdin.isTTY) {
    throw new UsageError('foldmart topics publish: write --file <path>, or pipe the body to stdin');
  }
  return text(process.stdin);
}

/** Parses `--header`. Throws InvalidArgumentError. */
function header(given: string, sofar: MessageHeaders = {}): MessageHeaders {
  const equals = given.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('expected a name and a value: tenant=blue');
  return { ...sofar, [given.slice(0, equals)]: given.slice(equals + 1) };
}
