import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problem, problemMediaType, type Problem } from './problem.js';

/**
 * Answers connections whose data is not a valid request: headers or a body that came too slowly or were too large, or
 * data that is not HTTP.
 */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const document = problemOfSocket(error.code);
  const body = JSON.stringify(document);
  const lines = [
    `HTTP/1.1 ${String(document.status)} ${STATUS_CODES[document.status] ?? ''}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function problemOfSocket(code: string | undefined): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return problem('too-slow');
  if (code === 'HPE_HEADER_OVERFLOW') return problem('headers-too-large');
  return problem('invalid-request', 'This is not HTTP as this server speaks it.');
}
