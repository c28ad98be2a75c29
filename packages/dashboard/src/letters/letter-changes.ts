import {
  assertHeadsChosen,
  discardDeadLetters,
  isRecordedBy,
  lettersMatching,
  readingOf,
  replayDeadLetters,
  waitingLetters,
  type DiscardReport,
  type Runtime,
} from '@foldmart/composition';
import {
  assertWaiting,
  ValidationError,
  type DeadLetter,
  type DeadLetterFilter,
  type EditableContents,
} from '@foldmart/core';
import type { ActionLog } from '../actions/action-log.js';
import { recorded } from '../actions/recorded.js';
import type { LetterView, ReplayView } from '../views/letter-view.js';

/** Letters by their ids, or those that wait and match a filter. */
type LetterChoice = { readonly ids: readonly string[] } | { readonly filter: DeadLetterFilter };

type Letters = AsyncIterable<DeadLetter> | Iterable<DeadLetter>;

/** Changes dead letters for people, and records each change. */
export class LetterChanges {
  readonly #runtime: Runtime;
  readonly #actions: ActionLog;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(runtime: Runtime, { actions }: { readonly actions: ActionLog }) {
    this.#runtime = runtime;
    this.#actions = actions;
  }

  /** Interrupts what is under way, between two letters. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.allSettled(this.#running);
  }

  /** Sets what is replayed instead of the message. Resolves with what a consumer would make of it. */
  edit(id: string, contents: EditableContents, by: string): Promise<LetterView['reading']> {
    const change = { by, action: `edit dead letter ${id}`, detail: readingText };
    return this.#run(() =>
      recorded(this.#actions, change, async () => {
        const { deadLetters } = await this.#runtime.database();
        assertWaiting(await deadLetters.find(id), id);
        return readingOf(this.#runtime.codec, await deadLetters.edit(id, contents, by));
      }),
    );
  }

  /** Replays letters; a dry run is rolled back, and is no change. */
  replay(choice: LetterChoice, by: string, dryRun: boolean): Promise<ReplayView> {
    const replay = async (): Promise<ReplayView> => {
      const letters = this.#withQueue(await this.#chosen(choice), dryRun);
      const request = { letters, by, dryRun, signal: this.#stopping.signal };
      return { dryRun, ...(await replayDeadLetters(this.#runtime, request)) };
    };
    const change = { by, action: `replay ${choiceText(choice)}`, detail: replayText };
    return this.#run(dryRun ? replay : () => recorded(this.#actions, change, replay));
  }

  discard(choice: LetterChoice, by: string, note: string): Promise<DiscardReport> {
    const change = { by, action: `discard ${choiceText(choice)}`, detail: discardText };
    return this.#run(() =>
      recorded(this.#actions, change, async () =>
        discardDeadLetters(this.#runtime, {
          letters: await this.#chosen(choice),
          by,
          signal: this.#stopping.signal,
          ...(note === '' ? {} : { note }),
        }),
      ),
    );
  }

  async #chosen(choice: LetterChoice): Promise<Letters> {
    const { deadLetters } = await this.#runtime.database();
    if ('filter' in choice) {
      return lettersMatching(deadLetters, { ...choice.filter, status: 'waiting' });
    }
    const letters = await waitingLetters(deadLetters, choice.ids);
    await assertHeadsChosen(deadLetters, letters);
    return letters;
  }

  /** A letter that no consumer of the domain records is published again, which needs a queue. */
  async *#withQueue(
    letters: Letters,
    dryRun: boolean,
  ): AsyncGenerator<DeadLetter, void, undefined> {
    const { domain, settings } = this.#runtime;
    for await (const letter of letters) {
      if (!dryRun && settings.queueType === 'direct' && !isRecordedBy(domain, letter.source)) {
        throw new ValidationError(
          `Dead letter ${letter.id} of ${letter.source.group} is published again, and KAFKA_ENABLED=false leaves no queue to publish to.`,
        );
      }
      yield letter;
    }
  }

  #run<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = work();
    this.#running.add(running);
    const forget = (): boolean => this.#running.delete(running);
    running.then(forget, forget);
    return running;
  }
}

function choiceText(choice: LetterChoice): string {
  if ('ids' in choice) return `dead letter ${choice.ids.join(', ')}`;
  const { key, ...conditions } = choice.filter;
  const named = Object.entries(conditions).map(([name, value]) => `${name} ${value}`);
  return ['dead letters', ...named, ...(key === undefined ? [] : ['of a key'])].join(' ');
}

function readingText({ isReadable, text }: LetterView['reading']): string {
  return `${isReadable ? 'readable' : 'not readable'}: ${text}`;
}

function replayText({ appended, duplicates, published, failed, left }: ReplayView): string {
  const parts = [
    [appended, 'recorded'],
    [duplicates, 'in the log before'],
    [published, 'published again'],
    [failed.length, 'failed'],
    [left, 'left'],
  ] as const;
  const told = parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${String(count)} ${what}`);
  return told.length === 0 ? 'no letter waited' : told.join(', ');
}

function discardText({ discarded, followed }: DiscardReport): string {
  return `${String(discarded)} discarded; behind them: ${replayText({ dryRun: false, ...followed })}`;
}
