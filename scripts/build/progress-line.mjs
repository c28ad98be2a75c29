const EVERY_MS = 1_000;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Shows what a program is busy with, and for how long: on a terminal in one line that changes, elsewhere in a line
 * whenever it is busy with something else.
 *
 * @param {{ isTTY?: boolean, write: (text: string) => unknown }} stream
 * @param {() => string | undefined} state what it is busy with, if there is something to show
 */
export function showProgress(stream, state) {
  const startedAt = performance.now();
  let shown = '';
  const show = () => {
    const text = state();
    if (text === undefined) return;
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    if (stream.isTTY) stream.write(`${CLEAR_LINE}${text}, ${seconds} s`);
    else if (text !== shown) stream.write(`${text}\n`);
    shown = text;
  };
  const timer = setInterval(show, EVERY_MS);
  show();
  return {
    show,
    end() {
      clearInterval(timer);
      if (stream.isTTY && shown !== '') stream.write(CLEAR_LINE);
    },
  };
}
