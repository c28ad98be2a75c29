export { canonicalJson } from './canonical-json.js';
export { compareCodeUnits } from './compare-code-units.js';
export {
  fixedDecimal,
  multiplyDecimals,
  negateDecimal,
  roundDecimal,
  subtractDecimals,
  type DecimalInput,
  type RoundingRule,
} from './decimal-arithmetic.js';
export { addDecimals, canonicalDecimal, compareDecimals } from './decimal.js';
export {
  describeLossyNumber,
  findLossyNumber,
  findLossyPlainNumber,
  type LossyNumber,
} from './json-numbers.js';
