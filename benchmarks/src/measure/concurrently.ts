/** Makes `total` calls, `waiting` of them at once. */
export async function concurrently(
  { total, waiting }: { readonly total: number; readonly waiting: number },
  call: (nth: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < total) await call((next += 1));
  };
  await Promise.all(Array.from({ length: Math.min(waiting, total) }, work));
}
