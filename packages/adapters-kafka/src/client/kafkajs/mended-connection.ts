import type { Clock } from '@foldmart/core';
import kafkajs from 'kafkajs';
import type { SocketConnection } from './kafkajs-internals.js';

const RECHECK_MS = 10;

/**
 * Makes up for defects of kafkajs 2.2.4 in a connection that is used for one socket only. Every request and every
 * authentication ends: by its answer, by its time-out, or with the socket. A malformed answer ends the connection and
 * not the process. Nothing is checked while nothing waits.
 */
export function mendConnection(connection: SocketConnection, clock: Clock): void {
  endWithSocket(connection);
  closeWholly(connection);
  limitAuthentication(connection, clock);
  endIfMalformed(connection);
  restQueue(connection, clock);
}

/** kafkajs forgets a request that is sent at the moment at which its connection is closed, and an authentication. */
function endWithSocket(connection: SocketConnection): void {
  const connect = connection.connect.bind(connection);
  connection.connect = () => {
    const connecting = connect();
    connection.socket?.once('close', () => {
      const { broker } = connection;
      const closed = new kafkajs.KafkaJSConnectionError('Connection closed', { broker });
      connection.rejectRequests(closed);
      connection.authHandlers?.onError();
    });
    return connecting;
  };
}

/** kafkajs only ends the socket, which stays open until the broker closes it, and may still be connecting. */
function closeWholly(connection: SocketConnection): void {
  const disconnect = connection.disconnect.bind(connection);
  connection.disconnect = async () => {
    await disconnect();
    const { socket } = connection;
    // Only an error makes kafkajs give up the attempt.
    socket?.destroy(socket.connecting ? new Error('the connection is closed') : undefined);
  };
}

/** kafkajs waits for ever for the answer to an authentication. */
function limitAuthentication(connection: SocketConnection, clock: Clock): void {
  const send = connection.sendAuthRequest.bind(connection);
  connection.sendAuthRequest = (request) => {
    const cancel = clock.schedule(connection.requestTimeout, () => {
      connection.socket?.destroy(new Error('the broker does not answer'));
    });
    return send(request).finally(cancel);
  };
}

/** What kafkajs throws here would end the process. */
function endIfMalformed(connection: SocketConnection): void {
  const read = connection.processData.bind(connection);
  connection.processData = (data) => {
    try {
      read(data);
    } catch (error) {
      connection.socket?.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

/**
 * kafkajs checks for pending requests a thousand times a second, even if there are none, because it schedules the
 * next check in the past; newer versions of Node warn of the negative delay. Here it checks only while requests are
 * pending. At each check, kafkajs itself decides whether a broker throttles them.
 */
function restQueue({ requestQueue }: SocketConnection, clock: Clock): void {
  let isScheduled = false;
  requestQueue.scheduleCheckPendingRequests = () => {
    if (requestQueue.pending.length === 0 || isScheduled) return;
    isScheduled = true;
    clock.schedule(RECHECK_MS, () => {
      isScheduled = false;
      requestQueue.checkPendingRequests();
    });
  };
}
