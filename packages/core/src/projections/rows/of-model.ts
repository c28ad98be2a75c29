/**
 * What is kept for a read model, by its name.
 *
 * @throws RangeError if the model is not among them.
 */
export function ofModel<Each>(each: ReadonlyMap<string, Each>, model: string): Each {
  const found = each.get(model);
  if (found === undefined) throw new RangeError(`There is no read model ${model}.`);
  return found;
}
