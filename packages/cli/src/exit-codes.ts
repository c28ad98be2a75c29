/** Exit codes of the command. */
export const exitCodes = {
  /** Success. */
  done: 0,
  /** It ran, and its result is not as it should be. */
  notRight: 1,
  /** The command line or a setting is wrong; nothing was done. */
  usage: 2,
  /** A service cannot be reached, or refuses our credentials. */
  service: 3,
  /** A defect of Foldmart: please report it. */
  defect: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
