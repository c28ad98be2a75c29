import type { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { LiveStream } from '../../src/live/live-stream.js';

function open(mostClients = 2, mostUnreadBytes = 1_000): LiveStream {
  return new LiveStream({ epoch: 'now', keptMessages: 3, mostClients, mostUnreadBytes });
}

function textOf(client: Readable | undefined): string {
  return String(client?.read() ?? '');
}

function publish(stream: LiveStream, count: number): void {
  for (let nth = 1; nth <= count; nth += 1) stream.publish('sample', { nth });
}

describe('the live stream', () => {
  it('sends each message to every page, with an id', () => {
    const stream = open();
    const [one, other] = [stream.connect(undefined), stream.connect(undefined)];
    publish(stream, 1);
    const expected = 'retry: 1000\n\nid: now.1\nevent: sample\ndata: {"nth":1}\n\n';
    expect([textOf(one), textOf(other)]).toEqual([expected, expected]);
  });

  it('resumes after the last message that a page has seen', () => {
    const stream = open();
    publish(stream, 4);
    const text = textOf(stream.connect('now.2'));
    expect(text.match(/^id: .*$/gm)).toEqual(['id: now.3', 'id: now.4']);
  });

  it.each(['now.0', 'before.3', 'now.99', 'nonsense'])(
    'tells a page that has seen %s to reload',
    (seen) => {
      const stream = open();
      publish(stream, 4);
      expect(textOf(stream.connect(seen))).toContain('id: now.4\nevent: reload\n');
    },
  );

  it('refuses more pages than it may have, until one leaves', async () => {
    const stream = open(1);
    const first = stream.connect(undefined);
    expect(stream.connect(undefined)).toBeUndefined();
    first?.destroy();
    await new Promise((resolve) => first?.once('close', resolve));
    expect(stream.connect(undefined)).toBeDefined();
  });

  it('disconnects a page that does not read', () => {
    const stream = open(1, 100);
    const client = stream.connect(undefined);
    publish(stream, 10);
    expect(client?.destroyed).toBe(true);
  });

  it('ends all pages when it closes', async () => {
    const stream = open();
    const client = stream.connect(undefined);
    const ended = new Promise((resolve) => client?.once('end', resolve));
    client?.resume();
    stream.close();
    await ended;
    expect(stream.connect(undefined)).toBeUndefined();
  });

  it('sends a page that has not read everything nothing after its end', async () => {
    const stream = open();
    const client = stream.connect(undefined);
    const ended = new Promise((resolve, reject) =>
      client?.once('end', resolve).once('error', reject),
    );
    stream.close();
    publish(stream, 1);
    client?.resume();
    await ended;
  });
});
