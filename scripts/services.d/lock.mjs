import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { HOST } from './connection.mjs';
import { pollUntil } from './deadline.mjs';
import { ServicesError } from './failure.mjs';

const PROGRAM = 'foldmart-services';
const WAIT_MS = 15 * 60_000;
const GREETING_TIMEOUT_MS = 2_000;

const tryToHold = async (port, purpose) => {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(`${PROGRAM} ${process.pid} ${purpose}\n`);
  });
  server.listen({ port, host: HOST, exclusive: true });
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (error.code === 'EADDRINUSE') return undefined;
    throw new ServicesError(`cannot listen on ${HOST}:${port}: ${error.message}`);
  }
};

const askHolder = (port) =>
  new Promise((resolve) => {
    let greeting = '';
    const socket = connect(port, HOST);
    socket.setEncoding('utf8');
    socket.setTimeout(GREETING_TIMEOUT_MS, () => {
      resolve('');
      socket.destroy();
    });
    socket.on('data', (text) => (greeting += text));
    socket.on('end', () => resolve(greeting));
    socket.on('error', () => resolve(undefined));
  });

const announceHolder = (port, greeting, say) => {
  const [program, pid, ...purpose] = greeting.trim().split(' ');
  if (program !== PROGRAM) {
    throw new ServicesError(
      `port ${port} is taken by another program; set FOLDMART_SERVICES_INSTANCE to use other ports`,
    );
  }
  say(`waiting for '${purpose.join(' ')}' of process ${pid}`);
};

const hold = async (port, purpose, say) => {
  let isAnnounced = false;
  const server = await pollUntil(
    async () => {
      const held = await tryToHold(port, purpose);
      if (held || isAnnounced) return held;
      const greeting = await askHolder(port);
      if (greeting === undefined) return undefined;
      announceHolder(port, greeting, say);
      isAnnounced = true;
      return undefined;
    },
    { timeoutMs: WAIT_MS },
  );
  if (server) return server;
  throw new ServicesError(`gave up waiting for the lock on port ${port}`);
};

/**
 * Runs `work` while no other process holds the same port. The lock is a listening socket, because
 * the kernel closes a socket whenever its process ends. No stale lock can remain.
 */
export const withLock = async ({ port, purpose, say }, work) => {
  const server = await hold(port, purpose, say);
  try {
    return await work();
  } finally {
    server.close();
  }
};
