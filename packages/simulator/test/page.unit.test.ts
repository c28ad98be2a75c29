import type { EventStore } from '@foldmart/core';
import { noFaults, type TraceEntry, type World } from '@foldmart/simulator';
import { expect, it } from 'vitest';
import { replayClosely } from '../src/run/replay.js';
import { writePage } from '../src/trace/page/write-page.js';
import { append, ledgerWorld } from './support/ledger-world.js';

it('the page of a run has its steps, marks the failure, and needs no other file', () => {
  const page = writePage({
    world: 'a <world>',
    entries: [
      { atMs: 0, process: 'app-1#1', kind: 'process', what: 'starts', detail: '' },
      { atMs: 5, process: '', kind: 'failure', what: 'no money is lost', detail: '</script><b>' },
    ],
    failure: { oracle: 'no money is lost', detail: '1 & 2', atMs: 5 },
  });
  expect(page).toContain('<title>Simulation of a &lt;world&gt;</title>');
  expect(page).toContain('Does not hold: <b>no money is lost</b><br>1 &amp; 2');
  expect(page).toContain('"processes":["app-1"]');
  expect(page).not.toContain('</script><b>');
  expect(page).not.toMatch(/(src|href)=/);
});

/** Books are lent one after another; the third one is one too many. */
const desk: World = {
  name: 'desk',
  open(stage) {
    const lend = async (store: EventStore): Promise<void> => {
      for (const id of ['emma', 'dune', 'ulysses', 'momo']) await append(store, id);
    };
    const lent = (): number => stage.database.log.settled.countBehind(undefined);
    const oracle = { name: 'two books at most', check: () => (lent() > 2 ? 'three' : undefined) };
    return ledgerWorld({ desk: lend }, { oracles: [oracle] }).open(stage);
  },
};

it('a recorded run names what each step has changed, and where what failed last held', async () => {
  const { log, failure } = await replayClosely(desk, { seed: 1, lanes: {} }, { faults: noFaults });
  const changesIn = (entries: readonly TraceEntry[]): readonly string[] =>
    entries.filter(({ kind }) => kind === 'state').map(({ what }) => what);
  expect(failure?.oracle).toBe('two books at most');
  expect(changesIn(log.entries.slice(0, failure?.heldLines))).toEqual([
    'event 1 of emma',
    'event 1 of dune',
  ]);
  const after = log.entries.slice(failure?.heldLines);
  expect(changesIn(after)).toEqual(['event 1 of ulysses']);
  expect(after.at(-1)?.kind).toBe('failure');
});
