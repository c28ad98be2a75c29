import {
  compareUtf8,
  type LogPosition,
  type Projection,
  type ProjectionState,
} from '@foldmart/core';

/**
 * The name under which the states are locked: shared by transactions that write rows according to them, exclusive by
 * a swap of tables.
 */
export const projectionsTable = 'states of projections';

/** The committed states of the projections of a database, by name. */
export class ProjectionStates {
  readonly #states = new Map<string, ProjectionState>();
  /** Computed again on the first read after a change. */
  #inlineVersions: ReadonlyMap<string, number> | undefined;

  get(name: string): ProjectionState | undefined {
    return this.#states.get(name);
  }

  /** The state of a projection, if its rows are of the version of `projection`. */
  current({ name, version }: Projection): ProjectionState | undefined {
    const state = this.#states.get(name);
    return state?.version === version ? state : undefined;
  }

  /** The checkpoint of a projection whose rows are of this version; undefined for rows of another version. */
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

  /** The inline projections that make the rows, with their versions; without those that were never built. */
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

  /** A copy of the states. Later changes to the original do not affect it. */
  copy(): ProjectionStates {
    const copy = new ProjectionStates();
    for (const [name, state] of this.#states) copy.#states.set(name, state);
    return copy;
  }
}
