import { isPortError, isVersionConflictError, type EventStore } from '@foldmart/core';
import type { FaultChoices, Oracle, World } from '@foldmart/simulator';
import { append, ledgerWorld, type Work } from './ledger-world.js';

/** One call of a thousand is refused, and nothing else happens. */
export const rareRefusals: FaultChoices = {
  calls: { refuse: 1, delay: 0, lose: 0, crash: 0, stall: 0 },
  system: { crash: 0, restart: 0, stall: 0, partition: 0, outage: 0, slow: 0, full: 0, jump: 0 },
};

/**
 * Two tills sell the last copy of a book. A till whose sale failed looks whether the book is sold, and takes the sale for its own:
 * wrong if the other till has sold it meanwhile. `isFixed`: it looks at who has sold it.
 */
export function raceWorld({ isFixed = false } = {}): World {
  return {
    name: 'race',
    open(stage) {
      const paid = new Set<string>();
      const works = { left: till(paid, isFixed), right: till(paid, isFixed) };
      const oracle: Oracle = {
        name: 'the last copy is paid for once',
        atEnd: () => (paid.size > 1 ? `${[...paid].join(' and ')} were paid` : undefined),
      };
      return ledgerWorld(works, { oracles: [oracle] }).open(stage);
    },
  };
}

function till(paid: Set<string>, isFixed: boolean): Work {
  return async (store, { name }) => {
    if (await hasSold(store, name, isFixed)) paid.add(name);
  };
}

async function hasSold(store: EventStore, name: string, isFixed: boolean): Promise<boolean> {
  if ((await store.readStream(book)).version > 0) return false;
  try {
    await append(store, name, { streamId: book, expectedVersion: 0 });
    return true;
  } catch (error) {
    if (isVersionConflictError(error)) return false;
    if (!isPortError(error)) throw error;
  }
  const [sale] = (await store.readStream(book)).events;
  return isFixed ? sale?.id === name : sale !== undefined;
}

const book = 'book-1';
