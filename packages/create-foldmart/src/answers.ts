/** The queues that a new project may use. */
export const queues = ['memory', 'redis', 'kafka'] as const;

/** The databases that a new project may use. */
export const databases = ['memory', 'postgres'] as const;

export type Queue = (typeof queues)[number];

export type Database = (typeof databases)[number];

/** What a new project consists of. */
export interface Answers {
  /** The folder to write, absolute or relative to the working directory. */
  readonly folder: string;
  /** What can be reserved, in words: `meeting room`. The code is named after it. */
  readonly thing: string;
  readonly queue: Queue;
  readonly database: Database;
}

/** Answers that were given on the command line; the others are asked for. */
export type GivenAnswers = Partial<Answers>;

export const defaultAnswers: Answers = {
  folder: 'my-app',
  thing: 'meeting room',
  queue: 'memory',
  database: 'memory',
};
