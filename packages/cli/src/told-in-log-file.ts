import type { LogFileLogs } from '@foldmart/composition';
import type { Output } from './output.js';

/** The same output, whose progress and errors are also appended to LOG_FILE, if there is one. */
export function toldInLogFile(output: Output, file: LogFileLogs | undefined): Output {
  if (file === undefined) return output;
  return {
    ...output,
    progress(line) {
      output.progress(line);
      file.told(line);
    },
    error(line) {
      output.error(line);
      file.told(line, 'error');
    },
  };
}

/** Opens LOG_FILE again at each SIGHUP, which logrotate sends. Returns how to end that. */
export function reopenAtHangUp(file: LogFileLogs | undefined): () => void {
  if (file === undefined) return () => undefined;
  const reopen = (): void => file.reopen();
  process.on('SIGHUP', reopen);
  return () => process.off('SIGHUP', reopen);
}
