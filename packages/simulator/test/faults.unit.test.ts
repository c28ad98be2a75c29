import { isPortError } from '@foldmart/core';
import { replay, type RunResult, type Tape } from '@foldmart/simulator';
import { describe, expect, it } from 'vitest';
import { append, ledgerWorld } from './support/ledger-world.js';

/** The calls of the process: opening the database, then the append, then its commit. */
const [appendCall, commit, answer] = [2, 3, 4];

/** Runs one append with one fault, and says what the process saw and what the log has. */
async function appendWith(index: number, fault: number) {
  const seen: string[] = [];
  const world = ledgerWorld({
    writer: async (store, { start }) => {
      const id = `e-${String(start)}`;
      await append(store, id).then(
        () => seen.push(`${id} done`),
        (error: unknown) => seen.push(`${id} ${isPortError(error) ? error.reason : 'failed'}`),
      );
    },
  });
  const tape: Tape = { seed: 1, lanes: { 'calls of writer': [[index, fault]] } };
  const result = await replay(world, tape, { workMs: 60_000 });
  return { seen, events: result.events, telling: telling(result) };
}

function telling({ log }: RunResult): readonly string[] {
  return log.entries
    .filter(({ kind }) => kind === 'fault')
    .map(({ what, detail }) => `${what} ${detail}`);
}

const [delay, refuse, crash, stall] = [1, 2, 3, 4];
const lose = refuse;

describe('a call', () => {
  it('has its effect once without a fault', async () => {
    expect(await appendWith(0, 0)).toEqual({ seen: ['e-1 done'], events: 1, telling: [] });
  });

  it('that is refused has no effect', async () => {
    expect(await appendWith(appendCall, refuse)).toEqual({
      seen: ['e-1 unavailable'],
      events: 0,
      telling: ['event-store.append refuse before'],
    });
  });

  it('whose commit is refused has no effect', async () => {
    expect(await appendWith(commit, refuse)).toEqual({
      seen: ['e-1 unavailable'],
      events: 0,
      telling: ['database.commit refuse before'],
    });
  });

  it('whose answer is lost has its effect, and fails', async () => {
    expect(await appendWith(answer, lose)).toEqual({
      seen: ['e-1 timeout'],
      events: 1,
      telling: ['event-store.append lose after'],
    });
  });

  it('is late, and succeeds', async () => {
    expect(await appendWith(appendCall, delay)).toMatchObject({ seen: ['e-1 done'], events: 1 });
    expect(await appendWith(answer, delay)).toMatchObject({ seen: ['e-1 done'], events: 1 });
  });

  it('of a stalled process is answered when the process resumes', async () => {
    expect(await appendWith(commit, stall)).toMatchObject({ seen: ['e-1 done'], events: 1 });
  });

  it('of a process that crashes before the commit has no effect, and the process starts again', async () => {
    expect(await appendWith(commit, crash)).toMatchObject({ seen: ['e-2 done'], events: 1 });
  });

  it('of a process that crashes after the commit has its effect', async () => {
    expect(await appendWith(answer, crash)).toMatchObject({ seen: ['e-2 done'], events: 2 });
  });
});
