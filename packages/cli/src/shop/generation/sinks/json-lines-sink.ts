import type { MessageSink, SinkMessage } from './sink-message.js';
import type { TextTarget } from './text-target.js';

/** Writes each message as a line of JSON, in the form of `foldmart topics tail -o json`. */
export function jsonLinesSink(target: TextTarget): MessageSink {
  return {
    write: (messages) => target.write(messages.map((each) => `${jsonLine(each)}\n`).join('')),
    end: () => target.end(),
  };
}

/** A message as a line of JSON; a body that is not JSON is text. */
export function jsonLine({ sentAtMs, topic, message }: SinkMessage): string {
  const { key, headers, value } = message;
  const timestamp = new Date(sentAtMs).toISOString();
  return JSON.stringify({ topic, timestamp, key, headers, body: bodyOf(value) });
}

function bodyOf(value: SinkMessage['message']['value']): unknown {
  if (value === null) return null;
  const text = String(value);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
