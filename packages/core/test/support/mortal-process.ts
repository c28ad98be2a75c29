/**
 * A process that dies at a given point, counted in calls of ports: each call has one point before
 * it is made and one after it has returned. From then on, its calls do nothing and never return.
 */
export class MortalProcess {
  readonly #dieAt: number;
  readonly #onDeath: () => void;
  #points = 0;

  constructor(dieAt: number, onDeath: () => void) {
    this.#dieAt = dieAt;
    this.#onDeath = onDeath;
  }

  get isDead(): boolean {
    return this.#points >= this.#dieAt;
  }

  /** The port as this process sees it. The methods of the port must return promises. */
  port<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return async (...values: unknown[]): Promise<unknown> => {
          await this.#live();
          const result: unknown = await Reflect.apply(member, target, values);
          await this.#live();
          return result;
        };
      },
    });
  }

  async #live(): Promise<void> {
    if (!this.isDead) this.#age();
    if (this.isDead) await new Promise(() => undefined);
  }

  #age(): void {
    this.#points += 1;
    if (this.isDead) this.#onDeath();
  }
}
