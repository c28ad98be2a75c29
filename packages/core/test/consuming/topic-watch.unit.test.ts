import { TopicWatch, type Clock, type Logger, type SubscriptionObserver } from '@foldmart/core';
import { describe, expect, it } from 'vitest';

const watched = { topic: 'orders', group: 'g', member: 'm' };

describe('the watch of a member’s topic', () => {
  it('reports a deletion at once and every 60 s, and to the observer once', () => {
    const { watch, at, said, changes } = watching();
    watch.found('a');
    for (const ms of [1_000, 4_000, 60_999, 61_000, 70_000, 121_000]) at(ms, () => watch.missing());
    expect(said).toEqual([0, 60_000, 120_000].map((sinceMs) => ({ ...watched, sinceMs })));
    expect(changes).toEqual(['deleted']);
    expect(watch.isMissing).toBe(true);
  });

  it('reports a new topic, whether or not it was seen missing', () => {
    const { watch, said, changes } = watching();
    expect(watch.found('a')).toBe(false);
    expect(watch.found('a')).toBe(false);
    expect(watch.found('b')).toBe(true);
    watch.missing();
    expect(watch.found('c')).toBe(true);
    expect(watch.isMissing).toBe(false);
    expect(said).toEqual([watched, { ...watched, sinceMs: 0 }, watched]);
    expect(changes).toEqual(['recreated', 'deleted', 'recreated']);
  });

  it('does not take the same topic for a new one, and reports its next deletion at once', () => {
    const { watch, changes } = watching();
    watch.found('a');
    watch.missing();
    expect(watch.found('a')).toBe(false);
    watch.missing();
    expect(changes).toEqual(['deleted', 'deleted']);
  });

  it('logs that a topic is missing, exists again, or was created again', () => {
    const { watch, lines } = watching();
    watch.found('a');
    watch.found('a');
    watch.missing();
    watch.found('a');
    watch.found('b');
    expect(lines).toEqual([
      [
        'warn',
        'the topic was deleted: waiting until it is created again',
        { ...watched, sinceMs: 0 },
      ],
      ['info', 'the topic exists again', watched],
      ['warn', 'the topic was created again: reading it from its start', watched],
    ]);
  });

  it('needs no observer that listens', () => {
    const { watch, lines } = watching({});
    watch.found('a');
    watch.missing();
    expect(watch.found('b')).toBe(true);
    expect(lines).toHaveLength(2);
  });
});

function watching(listening?: SubscriptionObserver) {
  let nowMs = 0;
  const said: unknown[] = [];
  const changes: string[] = [];
  const clock: Clock = {
    now: () => nowMs,
    monotonic: () => nowMs,
    schedule: () => () => undefined,
    sleep: async () => undefined,
  };
  const lines: unknown[] = [];
  const ignore = (): void => undefined;
  const logger: Logger = {
    debug: ignore,
    info: (message, fields) => lines.push(['info', message, fields]),
    error: ignore,
    warn(message, fields) {
      lines.push(['warn', message, fields]);
      said.push(fields);
    },
  };
  const observer = listening ?? { topicChanged: (change: string) => changes.push(change) };
  const watch = new TopicWatch(watched, { clock, logger, observer });
  const at = (ms: number, act: () => void): void => {
    nowMs = ms;
    act();
  };
  return { watch, at, said, changes, lines };
}
