import type { MessageView } from '@foldmart/composition';
import { singleLine } from '../output.js';

/** A line for the place, key and time, one for the headers if there are any, the body, and why it could not be read. */
export function messageLines({ body, headers, fault, ...message }: MessageView): string {
  const { timestamp, topic, partition, offset, key } = message;
  const place = `[${timestamp}] ${topic}[${String(partition)}]@${offset} key=${key ?? '-'}`;
  const named = Object.entries(headers).map(([name, value]) => `${name}=${value}`);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return [
    place,
    ...(named.length === 0 ? [] : [`  ${named.join(' ')}`]),
    `  ${text}`,
    ...(fault === undefined ? [] : [`  not readable: ${fault}`]),
  ]
    .map(singleLine)
    .join('\n');
}
