import type { RowHistoryLine, RowHistoryView } from '../../src/views/model-view.js';
import { apiUrl, ask } from '../state/api.js';

/** How far the search for the events of a row is. */
export interface RowTrace {
  readonly progress?: { readonly events: number; readonly total: number };
  readonly result?: RowHistoryView;
  readonly error?: string;
}

/** Asks for the events that made a row. The answer comes in lines; each is told at once. Never rejects. */
export async function traceRow(
  asked: { readonly model: string; readonly key: string },
  signal: AbortSignal,
  onTrace: (trace: RowTrace) => void,
): Promise<void> {
  try {
    let isAnswered = false;
    for await (const line of linesOf(await ask(apiUrl('row-history', asked), { signal }))) {
      const trace = JSON.parse(line) as RowHistoryLine;
      isAnswered = 'result' in trace || 'error' in trace;
      onTrace(trace);
    }
    if (!isAnswered)
      onTrace({ error: 'The server ended the answer too early; open the row again.' });
  } catch (error) {
    if (!signal.aborted) onTrace({ error: error instanceof Error ? error.message : String(error) });
  }
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (body === null) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
