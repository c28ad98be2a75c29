import type { EventEnvelope } from '@foldmart/core';
import type { ScenarioMessage } from '../scenario/scenario-message.js';
import type { ScenarioRecipe } from '../scenario/scenario-recipe.js';
import type { AnswerKey } from './answer-key.js';
import { AnswerModel, parkingPolicies, type ParkingPolicy } from './answer-model.js';
import { AnswerTotals, count, sorted } from './answer-totals.js';

type Poison = {
  -readonly [Field in keyof AnswerKey['poisons'][number]]: AnswerKey['poisons'][number][Field];
};

/**
 * Builds the answer key of the messages that it is given, in the order of sending, lost ones included. Memory holds the
 * invalid, the late and the lost messages, and the entities whose messages are not all sent.
 */
export class AnswerKeyBuilder {
  readonly #recipe: ScenarioRecipe;
  readonly #totals: Readonly<Record<ParkingPolicy, AnswerTotals>>;
  readonly #models: readonly AnswerModel[];
  readonly #topics = new Map<string, number>();
  readonly #types = new Map<string, number>();
  readonly #faults = new Map<string, number>();
  readonly #poisons = new Map<string, Poison>();
  readonly #late: AnswerKey['late'] = [];
  readonly #lost: string[] = [];
  #sent = 0;
  #copies = 0;

  constructor(recipe: ScenarioRecipe) {
    const totals = () => new AnswerTotals(recipe.timeOffset);
    this.#recipe = recipe;
    this.#totals = { 'park-key': totals(), 'skip-message': totals() };
    this.#models = parkingPolicies.map((policy) => new AnswerModel(policy, this.#totals[policy]));
  }

  take(message: ScenarioMessage): void {
    for (const model of this.#models) model.take(message);
    if (message.fault !== undefined && !message.isCopy) count(this.#faults, message.fault);
    if (message.fault === 'lost') this.#lost.push(message.event.id);
    else this.#send(message);
  }

  #send({ topic, event, message, reason, isCopy, fault, atMs }: ScenarioMessage): void {
    this.#sent += 1;
    this.#copies += isCopy ? 1 : 0;
    count(this.#topics, topic);
    count(this.#types, event.type);
    if (fault === 'late')
      this.#late.push({ eventId: event.id, bySeconds: this.#delay(event, atMs) });
    const name = `${topic}/${message.key}`;
    const poison = this.#poisons.get(name);
    if (poison !== undefined) poison.followers += 1;
    else if (reason !== undefined) {
      const place = { topic, key: message.key, eventId: event.id, message: this.#sent };
      this.#poisons.set(name, { ...place, reason, followers: 0 });
    }
  }

  #delay({ time }: EventEnvelope, atMs: number): number {
    return (this.#recipe.startMs + atMs - Date.parse(time)) / 1_000;
  }

  /** Ends the key. `isExact`: whether all the messages are known to be sent. */
  end(isExact: boolean): AnswerKey {
    for (const model of this.#models) model.end();
    const { seed, locale, timeOffset, startMs, scenario, rules } = this.#recipe;
    const messages = this.#sent + this.#lost.length;
    return {
      format: 'foldmart-answer-key',
      version: 1,
      recipe: { seed, locale, timeOffset, startMs, scenario, rules, messages },
      isExact,
      sent: {
        messages: this.#sent,
        byTopic: sorted(this.#topics),
        byType: sorted(this.#types),
        copies: this.#copies,
      },
      faults: sorted(this.#faults),
      expected: {
        'park-key': this.#totals['park-key'].figures,
        'skip-message': this.#totals['skip-message'].figures,
      },
      poisons: [...this.#poisons.values()],
      late: this.#late,
      lost: this.#lost,
    };
  }
}
