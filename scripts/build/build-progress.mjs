const ACCOUNT = /^\[?\d+:\d\d:\d\d(?: [AP]M)?\]?(?: -)? (.*)$/;
const LISTED = /^\s+\* (.+\.json)$/;
const BUILDING = /^Building project '(.+)'/;
const UP_TO_DATE = /^Project '.+' is up to date/;

/**
 * The folder of a project, from the path of its configuration.
 *
 * @param {string} path
 */
const nameOf = (path) => path.split(/[\\/]/).slice(-3, -1).join('/');

/** Reads the lines of `tsc -b --verbose`, and knows how far the build is. */
export class BuildProgress {
  #total = 0;
  #done = 0;
  /** @type {string | undefined} */
  #current;

  /**
   * Returns whether the line is part of the compiler's account of its progress. Other lines are its messages.
   *
   * @param {string} line
   */
  read(line) {
    if (line.trim() === '') return true;
    if (LISTED.test(line)) {
      this.#total += 1;
      return true;
    }
    const [, account] = ACCOUNT.exec(line) ?? [];
    if (account === undefined) return false;
    const [, path] = BUILDING.exec(account) ?? [];
    if (path !== undefined) this.#begin(nameOf(path));
    else if (UP_TO_DATE.test(account)) this.#done += 1;
    return true;
  }

  /** What is built now, and how much of all is done before it; undefined if nothing needed to be built so far. */
  get state() {
    if (this.#current === undefined) return undefined;
    return `${this.#current} (${this.#done + 1} of ${this.#total})`;
  }

  /** @param {string} name */
  #begin(name) {
    if (this.#current !== undefined) this.#done += 1;
    this.#current = name;
  }
}
