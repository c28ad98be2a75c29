import type { Output } from './output.js';

/**
 * A signal that aborts on Ctrl+C and SIGTERM. The first one lets work in flight finish; a second
 * one ends the process at once.
 */
export function abortOnSignals(output: Output): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    output.progress('stopping: finishing work in flight (repeat to end at once)');
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    stop() {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}
