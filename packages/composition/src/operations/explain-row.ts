import {
  explainRow as explainRowOf,
  planRebuilds,
  toRowKey,
  UnstorableError,
  upcastDerivedModels,
  ValidationError,
  type ReadModel,
  type Row,
  type RowExplanation,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';

/** How a row is explained. */
export interface ExplainRequest {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly events: number; readonly total: number }) => void;
}

/** A read model of the domain, and who writes it. */
export interface WrittenModel {
  readonly model: ReadModel;
  /** Names of projections; empty for a derived model. */
  readonly writers: readonly string[];
}

/** The read models of the domain by name, derived ones included. */
export function writtenModels({ domain, projections }: Runtime): readonly WrittenModel[] {
  const models = [...projections, ...domain.derived].flatMap((writer) => writer.models);
  const byName = new Map(models.map((model) => [model.name, model]));
  return [...byName.values()]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((model) => ({
      model,
      writers: projections
        .filter((each) => each.models.some(({ name }) => name === model.name))
        .map(({ name }) => name),
    }));
}

/**
 * Finds the events that made a row, and whether a fold of the log agrees with the stored row. Reads the whole log. Rejects
 * with ValidationError if the domain has no such model, or if no row of it can have the key.
 */
export async function explainRow(
  runtime: Runtime,
  modelName: string,
  key: Row,
  request: ExplainRequest = {},
): Promise<RowExplanation> {
  const found = writtenModels(runtime).find(({ model }) => model.name === modelName);
  if (found === undefined) throw unknownModel(modelName);
  assertKey(found.model, key);
  const { audit } = await runtime.inspect();
  const plan = planRebuilds(runtime.projections).find(({ projections }) =>
    projections.some(({ name }) => found.writers.includes(name)),
  );
  const derived = runtime.domain.derived
    .filter(({ models }) => models.some(({ name }) => name === modelName))
    .map((models) => upcastDerivedModels(runtime.registry, models));
  return explainRowOf(
    { audit },
    { ...request, model: found.model, key, projections: plan?.projections ?? [], derived },
  );
}

function assertKey(model: ReadModel, key: Row): void {
  try {
    toRowKey(model, key);
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    throw new ValidationError(`No row can have this key: ${error.message}.`, [
      { path: 'key', message: error.message },
    ]);
  }
}

function unknownModel(name: string): ValidationError {
  return new ValidationError(`The domain has no read model ${name}.`, [
    { path: 'model', message: `unknown: ${name}` },
  ]);
}
