import * as z from 'zod';
import { defineEvent, type EventOf } from '../../events/event-definition.js';
import { nameText, shortText, wireTime, wholeCount } from '../field-schemas.js';

const userTopic = 'users';

/** `user_created` on the topic `users`. */
export const userCreated = defineEvent({
  type: 'user_created',
  version: 1,
  schema: z.looseObject({
    user_id: shortText,
    name: nameText,
    email: z.email().max(255),
    phone: shortText,
    gender: shortText,
    age: wholeCount.max(150),
    age_group: shortText,
    region: shortText,
    grade: shortText,
    created_at: wireTime,
  }),
  topic: userTopic,
  partitionKey: (data) => data.user_id,
  streamId: (data) => `user-${data.user_id}`,
  startsStream: true,
  identity: (data) => data.user_id,
  occurredAt: (data) => data.created_at,
});

/** `user_grade_changed` on the topic `users`: a user's grade from `changed_at` on. */
export const userGradeChanged = defineEvent({
  type: 'user_grade_changed',
  version: 1,
  schema: z.looseObject({
    user_id: shortText,
    previous_grade: shortText,
    grade: shortText,
    changed_at: wireTime,
  }),
  topic: userTopic,
  partitionKey: (data) => data.user_id,
  streamId: (data) => `user-${data.user_id}`,
  startsStream: false,
  identity: (data) => `${data.user_id}:${data.changed_at}`,
  occurredAt: (data) => data.changed_at,
});

export type UserCreated = EventOf<typeof userCreated>;
export type UserGradeChanged = EventOf<typeof userGradeChanged>;
/** All events of a user. */
export type UserEvent = UserCreated | UserGradeChanged;
