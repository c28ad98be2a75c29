import {
  choice,
  flag,
  optionalChoice,
  optionalFlag,
  pattern,
  ratio,
  seconds,
  secret,
  text,
  whole,
} from './setting.js';

/** Makes settings of a domain, and options of its commands: `setting.whole({ min: 1, max: 9 }, 3, 'Copies.')`. */
export const setting = {
  choice,
  flag,
  optionalChoice,
  optionalFlag,
  pattern,
  ratio,
  seconds,
  secret,
  text,
  whole,
} as const;
