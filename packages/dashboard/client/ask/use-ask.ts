import { useState } from 'preact/hooks';
import type { AnswerView } from '../../src/views/answer-view.js';
import { changeApi } from '../state/api.js';

/** Asks questions, one at a time. The last answer stays until the next one is there. */
export function useAsk() {
  const [answer, setAnswer] = useState<AnswerView>();
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const ask = async (sql: string): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      setAnswer(await changeApi<AnswerView>('ask', { sql }));
    } catch (failure) {
      setAnswer(undefined);
      setError(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setBusy(false);
    }
  };
  return { answer, error, isBusy, ask };
}
