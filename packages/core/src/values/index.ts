export { canonicalJson } from './canonical-json.js';
export { addDecimals, canonicalDecimal, compareDecimals } from './decimal.js';
