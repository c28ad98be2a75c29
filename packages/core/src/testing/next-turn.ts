/** The ways to start a new turn of the event loop: Node has the first, browsers have the others. */
export interface TurnTimers {
  readonly setImmediate?: (task: () => void) => unknown;
  readonly MessageChannel?: typeof MessageChannel;
  readonly setTimeout: (task: () => void, delayMs: number) => unknown;
}

/** Calls `task` in a later turn of the event loop, after all pending promise callbacks have run. */
export type NextTurn = (task: () => void) => void;

/** The fastest way to start a new turn that the runtime offers. */
export function nextTurnBy({ setImmediate, MessageChannel, setTimeout }: TurnTimers): NextTurn {
  if (setImmediate !== undefined) return (task) => void setImmediate(task);
  if (MessageChannel !== undefined) return (task) => postTo(new MessageChannel(), task);
  return (task) => void setTimeout(task, 0);
}

function postTo({ port1, port2 }: MessageChannel, task: () => void): void {
  port1.onmessage = () => {
    port1.close();
    task();
  };
  port2.postMessage(undefined);
}
