/** What the command's exit code says. */
export const exitCodes = {
  /** It did what it was asked to. */
  done: 0,
  /** It ran, and what it found or did is not as it should be. */
  notRight: 1,
  /** The command line or a setting is wrong; nothing was done. */
  usage: 2,
  /** A service cannot be reached, or does not let us in. */
  service: 3,
  /** Something that should not happen: please report it. */
  defect: 70,
} as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
