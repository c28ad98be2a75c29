export { canonicalJson } from './canonical-json.js';
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
