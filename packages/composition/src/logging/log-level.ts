/** From the most lines to none. */
const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof logLevels)[number];

/** Whether a logger of level `chosen` writes a line of level `line`. */
export function isLogged(line: LogLevel, chosen: LogLevel): boolean {
  return logLevels.indexOf(line) >= logLevels.indexOf(chosen);
}
