import { setMaxListeners } from 'node:events';

let depth = 0;
let original: typeof AbortSignal.any | undefined;

/**
 * Runs `work` with an `AbortSignal.any` that keeps nothing alive. Node's own keeps a combined signal with listeners until one of its
 * sources aborts, and with it everything of a process that has crashed.
 */
export async function withForgettingSignals<Result>(work: () => Promise<Result>): Promise<Result> {
  depth += 1;
  if (depth === 1) {
    original = AbortSignal.any.bind(AbortSignal);
    AbortSignal.any = combined;
  }
  try {
    return await work();
  } finally {
    depth -= 1;
    if (depth === 0 && original !== undefined) AbortSignal.any = original;
  }
}

function combined(signals: Iterable<AbortSignal>): AbortSignal {
  const controller = new AbortController();
  const sources = [...signals];
  setMaxListeners(0, controller.signal, ...sources);
  const abort = (source: AbortSignal): void => {
    if (controller.signal.aborted) return;
    for (const [each, listener] of listeners) each.removeEventListener('abort', listener);
    controller.abort(source.reason);
  };
  const listeners = new Map(sources.map((source) => [source, (): void => abort(source)] as const));
  const aborted = sources.find((source) => source.aborted);
  if (aborted !== undefined) abort(aborted);
  else for (const [source, listener] of listeners) source.addEventListener('abort', listener);
  return controller.signal;
}
