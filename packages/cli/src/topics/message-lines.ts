import type { MessageView } from '@foldmart/composition';
import { singleLine } from '../output.js';

/** A line for the place, key and time, one for the headers if there are any, and the body. */
export function messageLines({ body, headers, ...message }: MessageView): string {
  const { timestamp, topic, partition, offset, key } = message;
  const place = `[${timestamp}] ${topic}[${String(partition)}]@${offset} key=${key ?? '-'}`;
  const named = Object.entries(headers).map(([name, value]) => `${name}=${value}`);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return [place, ...(named.length === 0 ? [] : [`  ${named.join(' ')}`]), `  ${text}`]
    .map(singleLine)
    .join('\n');
}
