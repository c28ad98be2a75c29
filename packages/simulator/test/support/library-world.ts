import {
  domainWorld,
  invariant,
  type Behind,
  type Choose,
  type SimulatedCommand,
  type World,
} from '@foldmart/simulator';
import { library } from './library.js';

/** The lending library, with what must hold for it. */
export function libraryWorld({ behind }: { readonly behind?: Behind } = {}): World {
  return domainWorld({
    config: { domain: library },
    clients: 5,
    commands: chooseCommand,
    ...(behind !== undefined && { behind }),
    invariants: [
      invariant('a book is lent to one member at a time', ({ events }) => {
        const lent = new Set<string>();
        for (const { type, streamId } of events) {
          if (type === 'book_lent' && lent.has(streamId)) return `${streamId} is lent twice`;
          if (type === 'book_lent') lent.add(streamId);
          if (type === 'book_returned') lent.delete(streamId);
        }
        return undefined;
      }),
      invariant('a fee is charged once', ({ events }) => {
        const amounts = events.flatMap(({ type, data }) =>
          type === 'fee_charged' ? [data['amount']] : [],
        );
        return new Set(amounts).size === amounts.length;
      }),
    ],
  });
}

/** Every charge has an amount of its own. */
function chooseCommand(choose: Choose, serial: number): SimulatedCommand {
  const [book, member] = [choose.oneOf(['dune', 'emma']), choose.oneOf(['ada', 'bob', 'eve'])];
  switch (choose.oneOf(['lend', 'giveBack', 'reserve', 'charge'] as const)) {
    case 'lend':
      return { decider: 'book', id: book, type: 'lend', data: member };
    case 'giveBack':
      return { decider: 'book', id: book, type: 'giveBack' };
    case 'reserve':
      return { decider: 'book', id: book, type: 'reserve', data: member };
    case 'charge':
      return { decider: 'member', id: member, type: 'charge', data: serial };
  }
}
