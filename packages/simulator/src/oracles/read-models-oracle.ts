import { createHash } from 'node:crypto';
import { createMemoryDatabase, type MemoryModule } from '@foldmart/adapters-memory';
import {
  upcastDerivedModels,
  verifyReadModels,
  withUpcasting,
  type Clock,
  type Domain,
  type RowDifference,
} from '@foldmart/core';
import type { Services } from '../services/services.js';
import type { Oracle } from './oracle.js';

/** The rows of inline projections equal a fold of the log; those of asynchronous ones a fold up to their checkpoints. */
export function readModelsOracle(
  { database }: Pick<Services, 'database'>,
  domain: Domain,
  modules: readonly MemoryModule<unknown>[] = [],
): Oracle {
  const { registry } = domain;
  const projections = withUpcasting(registry, domain.projections);
  const derived = domain.derived.map((models) => upcastDerivedModels(registry, models));
  const { audit } = createMemoryDatabase(
    { name: 'oracle' },
    { clock: timeless, projections, modules, database },
  );
  return {
    name: 'read models equal a fold of the log',
    async inspect() {
      const request = { derived, maxDifferences: 1 };
      const { differences } = await verifyReadModels({ audit, digest }, projections, request);
      const [first] = differences;
      return first === undefined ? undefined : describe(first);
    },
  };
}

function describe({ model, key, kind, columns }: RowDifference): string {
  const which = `row ${JSON.stringify(key)} of ${model}`;
  if (kind === 'missing') return `${which} is missing`;
  if (kind === 'unexpected') return `${which} comes from no event`;
  return `${which} differs: ${JSON.stringify(columns)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The oracle takes no time, and never waits. */
const timeless: Clock = {
  now: () => 0,
  monotonic: () => 0,
  schedule: () => () => undefined,
  sleep: () => Promise.resolve(),
};
