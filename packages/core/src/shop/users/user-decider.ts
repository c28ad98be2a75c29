import { defineDecider } from '../../app/define-decider.js';
import { ValidationError } from '../../errors/index.js';
import { userCreated, userGradeChanged, type UserCreated, type UserEvent } from './user-events.js';

/** A user's details at registration. */
export type RegisterUser = UserCreated['data'];

/** Changes a user's grade. */
export interface ChangeGrade {
  readonly grade: string;
  /** Wire time. */
  readonly changedAt: string;
}

/** The state of a user; undefined before the registration. */
export type UserState = { readonly userId: string; readonly grade: string } | undefined;

/**
 * A user registers once. Only the grade of a registered user can change, and setting the same grade again has no
 * effect.
 */
export const userDecider = defineDecider({
  events: { user_created: userCreated, user_grade_changed: userGradeChanged },
  initialState: undefined as UserState,
  commands: {
    register: (state, user: RegisterUser): UserEvent => {
      if (state !== undefined) {
        throw new ValidationError(`User ${state.userId} is registered already.`);
      }
      return { type: userCreated.type, data: user };
    },
    changeGrade: (state, change: ChangeGrade): UserEvent | undefined => changeGrade(state, change),
  },
  evolve: {
    user_created: (_state, { user_id, grade }) => ({ userId: user_id, grade }),
    user_grade_changed: (state, { grade }) => (state === undefined ? state : { ...state, grade }),
  },
});

function changeGrade(state: UserState, { grade, changedAt }: ChangeGrade): UserEvent | undefined {
  if (state === undefined) {
    throw new ValidationError('A user who is not registered has no grade to change.');
  }
  if (state.grade === grade) return undefined;
  const data = {
    user_id: state.userId,
    previous_grade: state.grade,
    grade,
    changed_at: changedAt,
  };
  return { type: userGradeChanged.type, data };
}
