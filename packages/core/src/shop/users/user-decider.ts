import { ValidationError } from '../../errors/index.js';
import type { Decider } from '../../commands/decider.js';
import { userCreated, userGradeChanged, type UserCreated, type UserEvent } from './user-events.js';

/** Opens an account. */
export interface RegisterUser {
  readonly type: 'register-user';
  readonly user: UserCreated['data'];
}

/** Changes a user's grade. */
export interface ChangeGrade {
  readonly type: 'change-grade';
  readonly grade: string;
  /** Wire time. */
  readonly changedAt: string;
}

export type UserCommand = RegisterUser | ChangeGrade;

/** The state of a user; undefined before the registration. */
export type UserState = { readonly userId: string; readonly grade: string } | undefined;

/**
 * A user registers once. Only the grade of a registered user can change, and setting the same grade again has no
 * effect.
 */
export const userDecider: Decider<UserState, UserCommand, UserEvent> = {
  initialState: undefined,
  decide: (command, state) =>
    command.type === 'register-user' ? register(command, state) : changeGrade(command, state),
  evolve: (state, event) => {
    if (event.type === userCreated.type) {
      return { userId: event.data.user_id, grade: event.data.grade };
    }
    return state === undefined ? state : { ...state, grade: event.data.grade };
  },
};

function register({ user }: RegisterUser, state: UserState): readonly UserEvent[] {
  if (state !== undefined) {
    throw new ValidationError(`User ${state.userId} is registered already.`);
  }
  return [{ type: userCreated.type, data: user }];
}

function changeGrade({ grade, changedAt }: ChangeGrade, state: UserState): readonly UserEvent[] {
  if (state === undefined) {
    throw new ValidationError('A user who is not registered has no grade to change.');
  }
  if (state.grade === grade) return [];
  const data = {
    user_id: state.userId,
    previous_grade: state.grade,
    grade,
    changed_at: changedAt,
  };
  return [{ type: userGradeChanged.type, data }];
}
