export type { Answers, Database, Queue } from './answers.js';
export { createProject } from './create-project.js';
export { run, type Terminal } from './run.js';
export { WrongAnswer } from './wrong-answer.js';
