import {
  RowTables,
  type LogPosition,
  type ProjectionFailure,
  type RebuildPlan,
  type RebuildState,
} from '@foldmart/core';

/** A rebuild in progress, with its shadow tables. */
export class Rebuild {
  readonly shadow: RowTables;
  readonly #subject: string;
  #state: RebuildState;

  constructor(plan: RebuildPlan, startedAt: string) {
    const { id, projections } = plan;
    this.shadow = new RowTables(projections.flatMap(({ models }) => models));
    this.#subject = subjectOf(plan);
    const versions = projections.map(({ name, version }) => [name, version] as const);
    this.#state = {
      id,
      versions: Object.fromEntries(versions),
      position: undefined,
      events: 0,
      startedAt,
      movedAt: startedAt,
      parked: undefined,
    };
  }

  get state(): RebuildState {
    return this.#state;
  }

  /** Whether it builds the same versions of the same models as `plan`. */
  isOf(plan: RebuildPlan): boolean {
    return this.#subject === subjectOf(plan);
  }

  /** Whether it builds a model or a projection that `other` builds too. */
  overlaps(other: Rebuild): boolean {
    return (
      Object.keys(this.#state.versions).some((name) => name in other.#state.versions) ||
      this.shadow.models.some(({ name }) => other.shadow.find(name) !== undefined)
    );
  }

  moveTo(position: LogPosition, events: number, movedAt: string): void {
    const state = this.#state;
    this.#state = { ...state, position, events: state.events + events, movedAt };
  }

  park(failure: ProjectionFailure, parkedAt: string): void {
    this.#state = { ...this.#state, parked: { ...failure, parkedAt } };
  }

  resume(): void {
    this.#state = { ...this.#state, parked: undefined };
  }
}

function subjectOf({ projections }: RebuildPlan): string {
  return JSON.stringify(projections.map(({ name, version, models }) => [name, version, models]));
}
