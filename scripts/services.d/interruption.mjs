const INTERRUPTED = 130;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Programs that run on behalf of this process, such as `initdb`. Servers are not among them. */
const programs = new Set();

/** Ends the program if this process is interrupted. */
export const endWithThisProcess = (child) => {
  programs.add(child);
  child.once('close', () => programs.delete(child));
};

/**
 * Runs `work`. If this process is interrupted meanwhile, ends its programs and exits with 130. Servers that have
 * started continue, since the next command finds them; what is half done is done again.
 */
export const endingPrograms = async (work, { say, purpose }) => {
  const leave = () => {
    for (const child of programs) child.kill('SIGTERM');
    say(
      `${purpose}: interrupted; run it again to continue, or scripts/services down to remove all`,
    );
    process.exit(INTERRUPTED);
  };
  for (const signal of SIGNALS) process.once(signal, leave);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, leave);
  }
};
