import { useEffect, useState } from 'preact/hooks';

/** What is known of something that is read. */
export interface Reading<Result> {
  readonly result: Result | undefined;
  readonly error: string | undefined;
  readonly isBusy: boolean;
}

/**
 * Reads something when `key` changes, and aborts the reading before it. The last result stays until the next one is there,
 * so that nothing flickers. An undefined key reads nothing.
 */
export function useRead<Result>(
  key: string | undefined,
  read: (signal: AbortSignal) => Promise<Result>,
): Reading<Result> {
  const [reading, setReading] = useState<Reading<Result>>(nothing);
  useEffect(() => {
    if (key === undefined) {
      setReading(nothing);
      return undefined;
    }
    const aborting = new AbortController();
    setReading(({ result }) => ({ result, error: undefined, isBusy: true }));
    read(aborting.signal).then(
      (result) => {
        if (!aborting.signal.aborted) setReading({ result, error: undefined, isBusy: false });
      },
      (error: unknown) => {
        if (aborting.signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        setReading({ result: undefined, error: message, isBusy: false });
      },
    );
    return () => aborting.abort();
  }, [key]);
  return reading;
}

const nothing = { result: undefined, error: undefined, isBusy: false };
