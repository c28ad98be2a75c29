/**
 * What is kept for a read model, by its name.
 *
 * @throws RangeError if no projection declares the model.
 */
export function ofModel<Each>(each: ReadonlyMap<string, Each>, model: string): Each {
  const found = each.get(model);
  if (found === undefined) throw new RangeError(`No projection declares the read model ${model}.`);
  return found;
}
