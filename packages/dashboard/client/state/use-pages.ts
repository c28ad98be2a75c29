import { useEffect, useRef, useState } from 'preact/hooks';

interface PageOfList {
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

/** Reads a list page by page; from its start again when `key` changes. An undefined key reads nothing. */
export function usePages<Page extends PageOfList>(
  key: string | undefined,
  read: (after: string | undefined, signal: AbortSignal) => Promise<Page>,
) {
  const [pages, setPages] = useState<readonly Page[]>([]);
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(key !== undefined);
  const current = useRef(new AbortController());
  const load = async (before: readonly Page[], signal: AbortSignal): Promise<void> => {
    setBusy(true);
    try {
      const page = await read(before.at(-1)?.next ?? undefined, signal);
      if (signal.aborted) return;
      setPages([...before, page]);
      setError(undefined);
    } catch (failure) {
      if (signal.aborted) return;
      setError(failure instanceof Error ? failure.message : String(failure));
    }
    setBusy(false);
  };
  useEffect(() => {
    const aborting = new AbortController();
    current.current = aborting;
    if (key === undefined) setPages([]);
    else void load([], aborting.signal);
    return () => aborting.abort();
  }, [key]);
  const last = pages.at(-1);
  return {
    pages,
    error,
    isBusy,
    hasMore: last !== undefined && last.next !== null,
    more: () => void load(pages, current.current.signal),
  };
}
