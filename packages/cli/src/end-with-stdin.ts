/** The variable that a parent sets for processes that must not outlive it. Their stdin is a pipe from it. */
export const endsWithStdin = 'FOLDMART_ENDS_WITH_STDIN';

/** Ends this process as by SIGTERM once its stdin ends, if its parent asks for that. */
export function endWithStdinIfAsked(): void {
  if (process.env[endsWithStdin] !== 'true') return;
  const { stdin } = process;
  stdin.on('error', () => undefined);
  stdin.once('close', () => process.kill(process.pid, 'SIGTERM')).resume();
  if ('unref' in stdin) stdin.unref();
}
