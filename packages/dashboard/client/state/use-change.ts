import { useState } from 'preact/hooks';
import { changeApi } from './api.js';
import { operator, token } from './token.js';

/** Makes changes with the token and the name of this tab. `change` resolves with undefined if it fails; `error` says why. */
export function useChange() {
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const change = async <Result>(path: string, body: object): Promise<Result | undefined> => {
    setBusy(true);
    setError(undefined);
    try {
      return await changeApi<Result>(path, { ...body, by: operator.value }, token.value);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { change, error, isBusy };
}
