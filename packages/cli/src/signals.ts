import type { Output } from './output.js';

const tellAfterMs = 200;

/**
 * A signal that aborts on Ctrl+C and SIGTERM. The first one lets work in flight finish; a second
 * one ends the process at once.
 */
export function abortOnSignals(output: Output): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  let telling: NodeJS.Timeout | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    controller.abort();
    // A command that has nothing in flight ends before this, and needs no words.
    telling = setTimeout(() => {
      output.progress('stopping: finishing work in flight (repeat to end at once)');
    }, tellAfterMs);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(telling);
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    },
  };
}
