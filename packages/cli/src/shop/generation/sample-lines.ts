import type { Fault } from '@foldmart/generator';
import { singleLine } from '../../output.js';
import { jsonLine } from './sinks/json-lines-sink.js';
import type { SinkMessage } from './sinks/sink-message.js';

/** A message that would be sent. */
export interface SampledMessage extends SinkMessage {
  readonly fault?: Fault | undefined;
  readonly isCopy?: boolean;
}

/** A line for when and where a message goes and what is wrong with it, and one for its body. */
export function sampleLines({ sentAtMs, topic, message, fault, isCopy }: SampledMessage): string {
  const time = new Date(sentAtMs).toISOString();
  const notes = fault === undefined ? '' : ` (${isCopy === true ? 'duplicate' : noteOf[fault]})`;
  const body = message.value === null ? 'no body' : String(message.value);
  return [`[${time}] ${topic} key=${String(message.key)}${notes}`, `  ${body}`]
    .map(singleLine)
    .join('\n');
}

const noteOf: Readonly<Record<Fault, string>> = {
  invalid: 'invalid',
  late: 'late',
  lost: 'lost: it is not sent',
  duplicated: 'sent again later',
  outOfOrder: 'out of order',
};

/** A message as JSON. */
export function sampleJson(message: SampledMessage): unknown {
  const { fault = null, isCopy = false } = message;
  return { ...(JSON.parse(jsonLine(message)) as object), fault, isCopy };
}
