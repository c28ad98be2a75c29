import { assertStorableKey } from '../../events/storable-event.js';
import { UnstorableError } from '../../events/storable-json.js';
import { projectionFailuresModel } from '../projection-failures.js';
import type { Projection } from '../projection.js';
import type { ReadModel } from '../read-model.js';
import { isSameModel } from '../rows/row-tables.js';
import { relationNames } from './relation-names.js';
import { assertReadModel, firstRepeated } from './validate-read-model.js';

/**
 * Refuses a projection that some store could not run.
 *
 * @throws RangeError; the message says what to change.
 */
export function assertProjection(projection: Projection): void {
  const { name, version, mode, handles, onFailure = 'park' } = projection;
  assertName(name);
  if (!Number.isSafeInteger(version) || version < 1) {
    throw refused(name, `its version is ${String(version)}; use a whole number from 1`);
  }
  if (!['inline', 'async'].includes(mode)) {
    throw refused(name, `its mode is ${mode}; use inline or async`);
  }
  if (!['park', 'skip'].includes(onFailure)) {
    throw refused(name, `its onFailure is ${onFailure}; use park or skip`);
  }
  if (handles.length === 0) throw refused(name, 'it handles no events; list at least one type');
  const twice = firstRepeated(handles);
  if (twice !== undefined) throw refused(name, `it lists event type ${twice} twice`);
}

/**
 * Refuses projections that a store could not run together: what {@link assertProjection} and {@link assertReadModel} refuse,
 * two projections of one name, two definitions of one model, and models whose tables or indexes would collide. Gives
 * their models, each once, and that of skipped events.
 *
 * @param reserved names of tables that no model may take, beside the library's: those of modules in use
 * @throws RangeError; the message says what to change.
 */
export function assertProjections(
  projections: readonly Projection[],
  reserved: readonly string[] = [],
): readonly ReadModel[] {
  for (const projection of projections) assertProjection(projection);
  const twice = firstRepeated(projections.map(({ name }) => name));
  if (twice !== undefined) {
    throw new RangeError(`Two projections are named ${twice}. Rename one: names keep checkpoints.`);
  }
  const models = distinctModels(projections.flatMap((projection) => projection.models));
  for (const model of models) assertReadModel(model, reserved);
  assertApart(models);
  return models;
}

/** The models, each once, and that of skipped events. Throws RangeError if two of one name differ. */
function distinctModels(models: readonly ReadModel[]): readonly ReadModel[] {
  const byName = new Map<string, ReadModel>();
  for (const model of [...models, projectionFailuresModel]) {
    const known = byName.get(model.name);
    if (known !== undefined && !isSameModel(known, model)) {
      throw new RangeError(
        `Read model ${model.name} is defined in two ways. Share one definition between the projections.`,
      );
    }
    byName.set(model.name, model);
  }
  return [...byName.values()];
}

/** Tables and indexes share one space of names. */
function assertApart(models: readonly ReadModel[]): void {
  const owners = new Map<string, string>();
  for (const model of models) {
    for (const relation of relationNames(model)) {
      const owner = owners.get(relation);
      if (owner !== undefined) {
        throw new RangeError(
          `Read models ${owner} and ${model.name} would both have a table or an index ${relation}. Rename one.`,
        );
      }
      owners.set(relation, model.name);
    }
  }
}

function assertName(name: string): void {
  if (name === '') throw new RangeError('A projection has an empty name. Give it one.');
  if (name.includes('+')) throw refused(name, 'its name has a +, which joins the names of a plan');
  try {
    assertStorableKey(name, 'its name');
  } catch (error) {
    if (!(error instanceof UnstorableError)) throw error;
    throw refused(name, error.message);
  }
}

function refused(name: string, why: string): RangeError {
  return new RangeError(`Projection ${name} cannot be used: ${why}.`);
}
