import type { OutgoingMessage } from '@foldmart/core';
import type { ObservedCall } from '../running/kernel.js';
import type { Oracle, Verdict } from '../oracles/oracle.js';
import type { Stage } from '../worlds/world.js';
import type { ShopJournal } from './shop-journal.js';

const utf8 = new TextDecoder();

/** Only messages that cannot be read, or contradict others, are parked, and what comes behind them. */
export function parkedOracle({ database }: Stage, journal: ShopJournal): Oracle {
  let looked = 0;
  return {
    name: 'only faulty messages are parked',
    check() {
      for (;;) {
        const letter = database.deadLetters.find(String(looked + 1));
        if (letter === undefined) return undefined;
        looked += 1;
        const { reason, source, detail } = letter;
        if (reason === 'conflict' || reason === 'parked-successor') continue;
        const text = utf8.decode(source.value ?? undefined);
        if (reason === 'malformed' && journal.poison.has(text)) continue;
        return `letter ${letter.id} is parked as ${reason}: ${detail}: ${text}`;
      }
    },
  };
}

/** Every poisonous message is kept as a dead letter, and recorded once it is mended. */
export function poisonOracle({ database }: Stage, journal: ShopJournal): Oracle {
  return {
    name: 'no faulty message is dropped',
    atEnd() {
      const letters = database.deadLetters.filter({ topic: 'users' });
      const kept = new Set(letters.map(({ source }) => utf8.decode(source.value ?? undefined)));
      const isSent = (text: string): boolean => journal.sentPoison.has(text);
      const dropped = [...journal.poison].find((text) => isSent(text) && !kept.has(text));
      return dropped === undefined ? undefined : `${dropped} is no dead letter`;
    },
  };
}

/** A cache worker that was overtaken while it slept does not put its older set in place. */
export function cacheOracle(): Oracle {
  const newest = new Map<string, string>();
  let wrong: Verdict;
  return {
    name: 'the cache never goes back to an older set',
    observe({ port, operation, args, result, process }: ObservedCall) {
      if (port !== 'entity-cache' || operation !== 'replaceAll' || result !== 'replaced') return;
      const [kind, , { ticket }] = args as [string, unknown, { readonly ticket: string }];
      const before = newest.get(kind) ?? '';
      if (ticket < before)
        wrong ??= `${process} replaced the ${kind} of ticket ${before} by those of ${ticket}`;
      else newest.set(kind, ticket);
    },
    check: () => wrong,
  };
}

/** The relay publishes what commands have decided here, and nothing that came from the queue. */
export function originOracle({ database }: Stage): Oracle {
  let wrong: Verdict;
  return {
    name: 'what came from the queue is not published again',
    observe({ kind, operation, args, port }: ObservedCall) {
      if (kind !== 'relay' || port !== 'event-bus' || operation !== 'publish') return;
      const [, messages] = args as [string, readonly OutgoingMessage[]];
      for (const { headers } of messages) {
        const event = database.log.find(headers?.['ce_id'] ?? '');
        if (event?.origin === 'command') continue;
        wrong ??= `the relay published ${event?.id ?? 'an event that is not in the log'}, of origin ${event?.origin ?? 'none'}`;
      }
    },
    check: () => wrong,
  };
}
