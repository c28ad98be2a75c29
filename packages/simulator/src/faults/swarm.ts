import { SeededNumbers, seedFor } from '../tape/seeded-numbers.js';
import type { FaultPlan } from './fault-plan.js';

/**
 * Varies a plan by the seed: about a third of its faults are left out, and another third is four times as frequent. A bug
 * that only shows without some fault, or needs many of another, is found sooner (Groce et al., "Swarm Testing", ISSTA 2012).
 */
export function swarmed(plan: FaultPlan, seed: number): FaultPlan {
  const numbers = new SeededNumbers(seedFor(seed, 'swarm'));
  const vary = <Weights extends object>(weights: Weights): Weights => {
    const varied = Object.entries(weights as Record<string, number>).map(
      ([name, weight]) => [name, weight * (factors[numbers.below(factors.length)] ?? 1)] as const,
    );
    return Object.fromEntries(varied) as Weights;
  };
  return { ...plan, calls: vary(plan.calls), system: vary(plan.system) };
}

const factors = [0, 1, 4];
