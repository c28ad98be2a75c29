/** An answer or an option that cannot be used. Its message says what can. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}
