import pc from 'picocolors';

/**
 * Colours for a stream: on a terminal, unless `NO_COLOR` is set or the terminal is dumb; elsewhere only if `FORCE_COLOR`
 * asks for them.
 */
export function coloursFor(
  stream: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ReturnType<typeof pc.createColors> {
  const { NO_COLOR: refused = '', FORCE_COLOR: forced, TERM: terminal } = environment;
  if (refused !== '' || forced === '0' || forced === 'false') return pc.createColors(false);
  if (forced !== undefined) return pc.createColors(true);
  return pc.createColors(stream.isTTY === true && terminal !== 'dumb');
}
