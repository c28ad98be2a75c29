import { InvalidArgumentError } from 'commander';
import { csvSink } from './csv-sink.js';
import { jsonLinesSink } from './json-lines-sink.js';
import { parquetSink } from './parquet-sink.js';
import type { MessageSink } from './sink-message.js';
import { openFile, openTextFile, standardOutput } from './text-target.js';

/** Where messages go instead of the queue. */
export interface SinkChoice {
  readonly format: 'jsonl' | 'csv' | 'parquet';
  /** Undefined for the standard output. */
  readonly path: string | undefined;
}

/** `stdout`, or a file whose ending names the format. */
export function sinkChoice(text: string): SinkChoice {
  if (text === 'stdout') return { format: 'jsonl', path: undefined };
  const [, ending] = /\.(jsonl|csv|parquet)$/.exec(text) ?? [];
  if (ending !== undefined) return { format: ending as SinkChoice['format'], path: text };
  throw new InvalidArgumentError('expected stdout, or a file ending in .jsonl, .csv or .parquet');
}

/** Opens a sink, which keeps the order of overlapping writes. Throws UsageError if its file cannot be written. */
export async function openSink({ format, path }: SinkChoice): Promise<MessageSink> {
  return oneByOne(await openUnordered(format, path));
}

async function openUnordered(
  format: SinkChoice['format'],
  path: string | undefined,
): Promise<MessageSink> {
  if (path === undefined) return jsonLinesSink(standardOutput);
  if (format === 'jsonl') return jsonLinesSink(await openTextFile(path));
  if (format === 'csv') return csvSink(await openTextFile(path));
  await (await openFile(path)).close();
  return parquetSink(path);
}

function oneByOne(sink: MessageSink): MessageSink {
  let last: Promise<void> = Promise.resolve();
  return {
    write(messages) {
      last = last.then(() => sink.write(messages));
      return last;
    },
    end: () => sink.end(),
  };
}
