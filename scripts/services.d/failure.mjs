/** A failure as one line for the terminal. `exitCode` is 2 for wrong usage and 1 otherwise. */
export class ServicesError extends Error {
  constructor(message, { exitCode = 1, details = '' } = {}) {
    super(message);
    this.name = 'ServicesError';
    this.exitCode = exitCode;
    this.details = details;
  }
}

export const wrongUse = (message) => new ServicesError(message, { exitCode: 2 });
