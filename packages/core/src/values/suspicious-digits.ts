/** Numbers with fewer characters before their exponent have at most 15 digits, which a double keeps. */
const longMantissa = 16;

/**
 * An exponent of fewer digits keeps a short mantissa in the range in which a double has 15 digits. It follows a digit, and
 * with it the expression fails earlier.
 */
const longExponent = /\d[eE][-+]?\d{3,}(?:[\s,}\]]|$)/;

/** Whether JSON text may contain a number that a double cannot hold. False is certain. Strings can cause a false alarm. */
export function mayLoseDigits(json: string): boolean {
  return hasLongMantissa(json) || longExponent.test(json);
}

/**
 * The same for JSON whose numbers have no exponent. It is called for every event: it reads every 16th character, and what
 * surrounds the digits among them.
 */
export function hasLongMantissa(json: string): boolean {
  const { length } = json;
  for (let index = longMantissa - 1; index < length; index += longMantissa) {
    const code = json.charCodeAt(index);
    if (code <= nine && code >= point && isInLongMantissa(json, index)) return true;
  }
  return false;
}

const [point, slash, nine, minus, colon, comma, bracket, space] = [46, 47, 57, 45, 58, 44, 91, 32];

function isInLongMantissa(json: string, index: number): boolean {
  let start = index;
  while (start > index - longMantissa && isDigitOrPoint(json.charCodeAt(start - 1))) start -= 1;
  let end = index;
  while (end - start < longMantissa && isDigitOrPoint(json.charCodeAt(end))) end += 1;
  return end - start === longMantissa && beginsNumber(json.charCodeAt(start - 1));
}

/** False behind the ends of the text, for NaN. */
function isDigitOrPoint(code: number): boolean {
  return code <= nine && code >= point && code !== slash;
}

/** Whether a number, and no string, can begin behind this character. */
function beginsNumber(code: number): boolean {
  return (
    Number.isNaN(code) ||
    code <= space ||
    code === minus ||
    code === colon ||
    code === comma ||
    code === bracket ||
    isDigitOrPoint(code)
  );
}
