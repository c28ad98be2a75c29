import type { Chance, SeededRandom } from '../ports/seeded-random.js';
import type { Random } from '../../ports/random.js';
import type { ProducedKind, ProducerSettings } from './producer-settings.js';

/** Entities of one kind that are published together. */
export interface Burst {
  readonly kind: ProducedKind;
  /** The due time, in milliseconds from the start of the run. */
  readonly atMs: number;
  readonly size: number;
  readonly correlationId: string;
}

/** The endless sequence of bursts of a run, ordered by due time. */
export interface ProductionPlan {
  /** The next burst, without taking it. */
  peek(): Burst;
  /** Takes the next burst. */
  take(): Burst;
  /** Postpones the next burst and all later ones of its kind. */
  postpone(delayMs: number): void;
}

const kindsInOrder: readonly ProducedKind[] = ['orders', 'products', 'users'];

/** The kinds that a run publishes, by its settings. */
function producedKinds({
  kinds,
  rate,
}: Pick<ProducerSettings, 'kinds' | 'rate'>): readonly ProducedKind[] {
  const wanted = kinds ?? (rate === undefined ? kindsInOrder : ['orders']);
  return kindsInOrder.filter((kind) => wanted.includes(kind));
}

/**
 * Plans a run: orders begin at once, products and users after a pause. Each kind has its own random sequence, so
 * kinds do not influence each other.
 */
export function planProduction(settings: ProducerSettings, chance: SeededRandom): ProductionPlan {
  const lanes = producedKinds(settings).map(
    (kind) => new Lane(burstsOf(kind, settings, chance(`${kind}/bursts`))),
  );
  const soonest = (): Lane => lanes.reduce((best, lane) => (lane.dueMs < best.dueMs ? lane : best));
  return {
    peek: () => soonest().peek(),
    take: () => soonest().take(),
    postpone: (delayMs) => soonest().postpone(delayMs),
  };
}

class Lane {
  readonly #bursts: Iterator<Burst, never>;
  #upcoming: Burst;
  #delayMs = 0;

  constructor(bursts: Iterator<Burst, never>) {
    this.#bursts = bursts;
    this.#upcoming = bursts.next().value;
  }

  get dueMs(): number {
    return this.#upcoming.atMs + this.#delayMs;
  }

  peek(): Burst {
    return { ...this.#upcoming, atMs: this.dueMs };
  }

  take(): Burst {
    const burst = this.peek();
    this.#upcoming = this.#bursts.next().value;
    return burst;
  }

  postpone(delayMs: number): void {
    this.#delayMs += delayMs;
  }
}

function* burstsOf(
  kind: ProducedKind,
  settings: ProducerSettings,
  { random, ids }: Chance,
): Generator<Burst, never> {
  const { size, pauseMs } = settings[kind];
  for (
    let atMs = kind === 'orders' ? 0 : wholeBetween(pauseMs, random);
    ;
    atMs += wholeBetween(pauseMs, random)
  ) {
    yield { kind, atMs, size: wholeBetween(size, random), correlationId: ids.next() };
  }
}

function wholeBetween(
  { min, max }: { readonly min: number; readonly max: number },
  random: Random,
): number {
  return min + Math.floor(random.next() * (max - min + 1));
}
