import { eventStoreSuite } from '@foldmart/conformance';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingEvents } from './store-mutants.js';

const others =
  'a listener is called after another instance has committed, also after the last of many appends';
const own = 'a listener is called after its own instance has committed, whichever way';
const ends = 'a listener that was stopped is not called while others are, and none after a close';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a store that calls no listener',
    mutate: changingEvents(() => ({ onAppended: () => () => undefined })),
    caughtBy: [others, own, ends],
  },
  {
    what: 'a store that announces only the appends of its own instance',
    mutate: announcingAppends(async (append, announce) => {
      const results = await append();
      announce();
      return results;
    }),
    caughtBy: [others, own],
  },
  {
    what: 'a store that announces an append before it is committed',
    mutate: announcingAppends((append, announce) => {
      announce();
      return append();
    }),
    caughtBy: [own],
  },
  {
    what: 'a store that announces only the first append',
    mutate: changingEvents((events) => ({
      onAppended: (listener) => {
        let isFirst = true;
        return events.onAppended(() => {
          if (isFirst) listener();
          isFirst = false;
        });
      },
    })),
    caughtBy: [others],
  },
  {
    what: 'a store that cannot stop a listener',
    mutate: changingEvents((events) => ({
      onAppended: (listener) => {
        events.onAppended(listener);
        return () => undefined;
      },
    })),
    caughtBy: [ends],
  },
  {
    what: 'a store that stops all listeners at once',
    mutate: changingEvents((events) => {
      const stops: (() => void)[] = [];
      return {
        onAppended: (listener) => {
          stops.push(events.onAppended(listener));
          return () => stops.forEach((stop) => stop());
        },
      };
    }),
    caughtBy: [ends],
  },
];

itRejects(eventStoreSuite, storeHarness, mutants);
itAccepts(eventStoreSuite, () => storeHarness(changingEvents(() => ({}))), mutants);

/** Announces appends of one instance, and nothing else. */
function announcingAppends(
  how: <Results>(append: () => Promise<Results>, announce: () => void) => Promise<Results>,
): StoreMutation {
  return changingEvents((events) => {
    const listeners = new Set<() => void>();
    const announce = (): void => listeners.forEach((listener) => listener());
    return {
      append: (appends) => how(() => events.append(appends), announce),
      onAppended: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    };
  });
}
