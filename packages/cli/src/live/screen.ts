import { coloursFor } from '@foldmart/composition';
import { createLogUpdate } from 'log-update';
import { fitWidth } from './fit-width.js';

/** The lines that are shown now. */
export interface Screen {
  readonly colours: ReturnType<typeof coloursFor>;
  /** Columns of the terminal; 120 if it is none. */
  readonly columns: () => number;
  show(lines: readonly string[]): void;
  /** Leaves the last lines in place, and the cursor below them. */
  end(): void;
}

/** A screen that is redrawn in place on a terminal; elsewhere each call prints its lines. */
export function openScreen(stream: NodeJS.WriteStream): Screen {
  const colours = coloursFor(stream);
  if (!stream.isTTY) {
    return {
      colours,
      columns: () => 120,
      show: (lines) => void stream.write(`${lines.join('\n')}\n`),
      end: () => undefined,
    };
  }
  const update = createLogUpdate(stream);
  return {
    colours,
    columns: () => stream.columns,
    show(lines) {
      update(clip(lines, stream).join('\n'));
    },
    end() {
      update.done();
      // The terminal has echoed ^C there.
      stream.write('\r\u001b[K');
    },
  };
}

/** What fits: a longer text would scroll away, and could not be redrawn. */
function clip(lines: readonly string[], { columns, rows }: NodeJS.WriteStream): readonly string[] {
  const fitting = lines.map((line) => fitWidth(line, columns));
  if (fitting.length < rows) return fitting;
  const kept = Math.max(1, rows - 2);
  return [...fitting.slice(0, kept), `… ${String(fitting.length - kept)} more lines`];
}
