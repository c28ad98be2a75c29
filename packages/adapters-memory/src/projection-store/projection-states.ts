import {
  compareUtf8,
  type LogPosition,
  type Projection,
  type ProjectionState,
} from '@foldmart/core';

/**
 * The name under which these are locked: shared by whoever reads them to write rows accordingly, alone by whoever
 * exchanges rows.
 */
export const projectionsTable = 'states of projections';

/** What is committed about the projections of a database, by name. */
export class ProjectionStates {
  readonly #states = new Map<string, ProjectionState>();
  /** Made anew when it is asked for after a change. */
  #inlineVersions: ReadonlyMap<string, number> | undefined;

  get(name: string): ProjectionState | undefined {
    return this.#states.get(name);
  }

  /** The state of a projection whose rows are of the version that `projection` has. */
  current({ name, version }: Projection): ProjectionState | undefined {
    const state = this.#states.get(name);
    return state?.version === version ? state : undefined;
  }

  /** How far a projection is whose rows are of this version; undefined for rows of another. */
  checkpoint(projection: Projection): LogPosition | undefined {
    return this.current(projection)?.position;
  }

  set(state: ProjectionState): void {
    this.#states.set(state.name, Object.freeze(state));
    this.#inlineVersions = undefined;
  }

  delete(name: string): void {
    this.#states.delete(name);
    this.#inlineVersions = undefined;
  }

  /** The inline projections that rows are made by, with their versions; not those that were never built. */
  get inlineVersions(): ReadonlyMap<string, number> {
    this.#inlineVersions ??= new Map(
      [...this.#states.values()]
        .filter(({ mode, version }) => mode === 'inline' && version > 0)
        .map(({ name, version }) => [name, version]),
    );
    return this.#inlineVersions;
  }

  /** In ascending order of their names. */
  list(): readonly ProjectionState[] {
    return [...this.#states.values()].sort((one, other) => compareUtf8(one.name, other.name));
  }

  /** The states as they are now; what comes later goes into the original only. */
  copy(): ProjectionStates {
    const copy = new ProjectionStates();
    for (const [name, state] of this.#states) copy.#states.set(name, state);
    return copy;
  }
}
