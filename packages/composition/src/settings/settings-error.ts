import { maskCredentials } from './mask-credentials.js';

/** A setting that cannot be used: its name, its value and what is wrong. */
export interface SettingIssue {
  readonly name: string;
  /** The value as given; absent for secrets. */
  readonly value?: string;
  readonly problem: string;
}

/**
 * The settings cannot be used. `issues` lists every fault, and the message has one line for each.
 */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly issues: readonly SettingIssue[];

  constructor(issues: readonly SettingIssue[]) {
    super(issues.map(describe).join('\n'));
    this.issues = issues;
    // Settings are corrected outside the program: the place in its code says nothing to the user.
    this.stack = `${this.name}: ${this.message}`;
  }
}

function describe({ name, value, problem }: SettingIssue): string {
  return value === undefined
    ? `${name}: ${problem}`
    : `${name} is ${JSON.stringify(maskCredentials(value))}: ${problem}`;
}
