// Exits with 0 if Redis has the set of users and the set of products that the cache worker fills.
import { connect } from 'node:net';

const { REDIS_HOST = 'localhost', REDIS_PORT = '6379', CACHE_PREFIX = '' } = process.env;
const keys = ['users', 'products'].map((kind) => `cache:${CACHE_PREFIX}${kind}`);

const end = (complaint) => {
  if (complaint) console.error(complaint);
  process.exit(complaint ? 1 : 0);
};

let answer = '';
const socket = connect(Number(REDIS_PORT), REDIS_HOST, () => {
  socket.write(`EXISTS ${keys.join(' ')}\r\n`);
});
socket.setEncoding('utf8').setTimeout(4_000, () => end(`no answer from ${REDIS_HOST}`));
socket.on('error', (error) => end(error.message));
socket.on('close', () => end(`${REDIS_HOST} closed the connection`));
socket.on('data', (text) => {
  answer += text;
  if (!answer.endsWith('\r\n')) return;
  end(answer === `:${keys.length}\r\n` ? '' : `not all of ${keys.join(', ')}: ${answer.trim()}`);
});
