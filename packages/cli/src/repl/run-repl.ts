import { create as createDomain, type Domain } from 'node:domain';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import repl, { type REPLServer } from 'node:repl';
import { replHelp } from './repl-help.js';
import type { ReplTools } from './repl-tool.js';

/** What a REPL has, and how it prints. */
export interface ReplOptions {
  readonly tools: ReplTools;
  readonly output: Writable;
  readonly write: (value: unknown) => string;
  /** Ends the REPL. */
  readonly signal: AbortSignal;
}

/** Runs a REPL on a terminal until the user leaves it. */
export async function runInteractive(
  options: ReplOptions,
  terminal: { readonly input: Readable; readonly history: string | undefined },
): Promise<void> {
  const { signal } = options;
  const server = startServer(options, terminal.input, true);
  const { history } = terminal;
  const closed = new Promise<void>((resolve) => {
    server.once('exit', () => {
      resolve();
    });
    signal.addEventListener('abort', () => {
      server.close();
    });
  });
  if (history !== undefined) await setUpHistory(server, history);
  await closed;
}

/**
 * Evaluates lines one after another, each when the one before has settled, and prints their values. `onError` is called
 * with what an expression throws; later lines are evaluated all the same. Resolves at the end of the input.
 */
export async function runLines(
  options: ReplOptions,
  input: Readable,
  onError: (error: unknown) => void,
): Promise<void> {
  const { output, write, signal, tools } = options;
  const errors = createDomain();
  const server = startServer(options, new PassThrough(), false, errors);
  let code = '';
  for await (const line of createInterface({ input })) {
    if (signal.aborted) break;
    if (code === '' && line.trim() === '.help') {
      output.write(replHelp(tools, server.commands));
      continue;
    }
    code += `${line}\n`;
    const outcome = await evaluate(server, errors, code);
    if (outcome === 'incomplete') continue;
    code = '';
    if ('error' in outcome) onError(outcome.error);
    else if (outcome.value !== undefined) output.write(`${write(outcome.value)}\n`);
  }
  if (code !== '') onError(new SyntaxError('the input ends within an expression'));
  server.close();
}

function startServer(
  { tools, output, write }: ReplOptions,
  input: Readable,
  terminal: boolean,
  errors?: Domain,
): REPLServer {
  const server = repl.start({
    ...(errors === undefined ? {} : { domain: errors }),
    prompt: terminal ? 'foldmart> ' : '',
    input,
    output: terminal ? output : new PassThrough().resume(),
    terminal,
    ignoreUndefined: true,
    breakEvalOnSigint: terminal,
    writer: write,
  });
  for (const [name, { value }] of Object.entries(tools)) {
    Object.defineProperty(server.context, name, { value, enumerable: true, configurable: true });
  }
  if (!terminal) Object.assign(server.context, { console });
  server.defineCommand('help', {
    help: 'List what is there',
    action() {
      output.write(replHelp(tools, server.commands));
      server.displayPrompt();
    },
  });
  return server;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown } | 'incomplete';

/**
 * Evaluates as the REPL does, with await at the top level. Node gives the error of a rejected promise to the domain of the
 * REPL, and every other outcome to the callback.
 */
async function evaluate(server: REPLServer, errors: Domain, code: string): Promise<Outcome> {
  let onError: (error: unknown) => void = () => undefined;
  const outcome = await new Promise<Outcome>((resolve) => {
    onError = (error) => {
      resolve({ error });
    };
    errors.on('error', onError);
    server.eval(code, server.context, 'repl', (error, value: unknown) => {
      if (error === null) resolve({ value });
      else resolve(error instanceof repl.Recoverable ? 'incomplete' : { error });
    });
  });
  errors.off('error', onError);
  return outcome;
}

/** Without a history, the REPL works all the same. */
function setUpHistory(server: REPLServer, path: string): Promise<void> {
  return new Promise((resolve) => {
    server.setupHistory(path, () => {
      resolve();
    });
  });
}
