/**
 * Runs `work`, and then every step that removes what it may have left, even if one of them fails. Rejects with the first
 * error.
 */
export async function withCleanUp<Result>(
  work: () => Promise<Result>,
  ...steps: readonly (() => Promise<void>)[]
): Promise<Result> {
  const errors: unknown[] = [];
  const attempt = async <Value>(step: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await step();
    } catch (error) {
      errors.push(error);
      return undefined;
    }
  };
  const result = await attempt(work);
  for (const step of steps) await attempt(step);
  if (errors.length > 0) throw errors[0];
  return result as Result;
}
