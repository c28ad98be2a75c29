import { createHash } from 'node:crypto';
import { createMemoryDatabase, type MemoryModule } from '@foldmart/adapters-memory';
import {
  upcastDerivedModels,
  verifyReadModels,
  withUpcasting,
  type Clock,
  type Domain,
  type Projection,
  type RowDifference,
} from '@foldmart/core';
import type { Services } from '../services/services.js';
import type { Oracle } from './oracle.js';

/** The domain, and what else made the rows. */
export interface ReadModelSources {
  readonly modules?: readonly MemoryModule<unknown>[];
  /** The domain of a former version of the program, which may have made rows of lower versions. */
  readonly former?: Domain | undefined;
}

/** The rows of inline projections equal a fold of the log; those of asynchronous ones a fold up to their checkpoints. */
export function readModelsOracle(
  { database }: Pick<Services, 'database'>,
  domain: Domain,
  { modules = [], former }: ReadModelSources = {},
): Oracle {
  const { registry } = domain;
  const projections = withUpcasting(registry, domain.projections);
  const older = former === undefined ? [] : withUpcasting(former.registry, former.projections);
  /** The projections that have made the rows which are there now. */
  const made = (): readonly Projection[] =>
    [...projections, ...older].filter(
      ({ name, version }, place, all) =>
        database.projectionStates.get(name)?.version === version &&
        all.findIndex((other) => other.name === name && other.version === version) === place,
    );
  const derived = domain.derived.map((models) => upcastDerivedModels(registry, models));
  const { audit } = createMemoryDatabase(
    { name: 'oracle' },
    { clock: timeless, projections, modules, database },
  );
  return {
    name: 'read models equal a fold of the log',
    async inspect() {
      const request = { derived, maxDifferences: 1 };
      const { differences } = await verifyReadModels({ audit, digest }, made(), request);
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
