import { connect } from 'node:net';
import { HOST } from './connection.mjs';

const TIMEOUT_MS = 2_000;

/**
 * Sends `request`, and resolves with the first result of `parse` on the received bytes that is not
 * `undefined`. Rejects if the server refuses, disconnects or does not respond, or if `parse`
 * throws.
 */
export const exchange = (port, request, parse) =>
  new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect(port, HOST, () => socket.write(request));
    const finish = (settle, value) => {
      socket.destroy();
      settle(value);
    };
    socket.setTimeout(TIMEOUT_MS, () => finish(reject, new Error('no answer')));
    socket.on('error', (error) => finish(reject, error));
    socket.on('close', () => reject(new Error('hung up without an answer')));
    socket.on('data', (bytes) => {
      received = Buffer.concat([received, bytes]);
      try {
        const answer = parse(received);
        if (answer !== undefined) finish(resolve, answer);
      } catch (error) {
        finish(reject, error);
      }
    });
  });
