import { parseCondition, type FieldCondition } from '@foldmart/composition';
import { InvalidArgumentError } from 'commander';

/** Parses `--where`, which can be repeated. Throws InvalidArgumentError. */
export function fieldCondition(
  text: string,
  sofar: readonly FieldCondition[] = [],
): readonly FieldCondition[] {
  const condition = parseCondition(text);
  if (condition === undefined) {
    throw new InvalidArgumentError('expected a field and its value, such as data.user_id=u_12');
  }
  return [...sofar, condition];
}
