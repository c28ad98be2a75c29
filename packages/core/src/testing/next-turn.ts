/** What a runtime leaves a turn of the event loop with: Node has the first, browsers have the others. */
export interface TurnTimers {
  readonly setImmediate?: (task: () => void) => unknown;
  readonly MessageChannel?: typeof MessageChannel;
  readonly setTimeout: (task: () => void, delayMs: number) => unknown;
}

/** Calls `task` in a later turn of the event loop: when every promise that can go on has gone on. */
export type NextTurn = (task: () => void) => void;

/** The quickest way into the next turn that there is. */
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
