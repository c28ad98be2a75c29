import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  defineDecider,
  defineDomain,
  defineEvent,
  defineSubscription,
  withTopicPrefix,
} from '@foldmart/core';

const opened = z.object({ owner: z.string() });
const account = defineDecider({
  events: { opened },
  initialState: undefined as string | undefined,
  commands: { open: (_state, owner: string) => ({ type: 'opened', data: { owner } }) },
  evolve: { opened: (_state, { owner }) => owner },
});

describe('a domain', () => {
  it('gives its topic to events that name none', () => {
    const moved = defineEvent({ type: 'moved', schema: opened, topic: 'moves' });
    const domain = defineDomain({ name: 'bank', deciders: { account }, events: [moved] });
    expect(domain.registry.find('opened')?.topic).toBe('bank');
    expect(domain.topics).toEqual([{ name: 'bank' }, { name: 'moves' }]);
    expect(domain.consumers).toEqual([
      { type: 'bank', topic: 'bank', group: 'bank_group' },
      { type: 'moves', topic: 'moves', group: 'moves_group' },
    ]);
  });

  it('keeps its events in the log if there is no topic', () => {
    const domain = defineDomain({ name: 'bank', deciders: { account }, defaultTopic: null });
    expect(domain.topics).toEqual([]);
    expect(withTopicPrefix(domain, 'x.').registry.find('opened')?.topic).toBeUndefined();
  });

  it.each([
    ['a name with capitals', () => defineDomain({ name: 'Bank' }), 'named by lower-case letters'],
    [
      'an event of two deciders',
      () => defineDomain({ name: 'bank', deciders: { account, other: account } }),
      'Event type opened is defined twice.',
    ],
    [
      'a decider name that is no identifier',
      () => defineDomain({ name: 'bank', deciders: { 'my account': account } }),
      'A decider is named by letters and digits',
    ],
    [
      'two subscriptions of one name',
      () => {
        const mail = defineSubscription({
          name: 'mail',
          events: [account.events.opened],
          handle: () => undefined,
        });
        return defineDomain({ name: 'bank', subscriptions: [mail, mail] });
      },
      'There are two subscriptions named mail.',
    ],
    [
      'a subscription to nothing',
      () => defineSubscription({ name: 'mail', events: [], handle: () => undefined }),
      'Subscription mail handles no event.',
    ],
    [
      'an event under another name than its own',
      () =>
        defineDecider({
          events: { opened: defineEvent({ type: 'closed', schema: opened }) },
          initialState: 0,
          commands: {},
          evolve: { opened: (state) => state },
        }),
      'Event closed stands under the name opened',
    ],
    [
      'a command that a subject needs for itself',
      () => {
        const state = defineDecider({
          events: { opened },
          initialState: 0,
          commands: { state: () => undefined },
          evolve: { opened: (current) => current },
        });
        return defineDomain({ name: 'bank', deciders: { state } });
      },
      'A command of state cannot be named state',
    ],
  ])('refuses %s', (_what, define, message) => {
    expect(define).toThrow(RangeError);
    expect(define).toThrow(message);
  });
});
