import { spawn } from 'node:child_process';
import { ServicesError } from './failure.mjs';
import { endWithThisProcess } from './interruption.mjs';

const LINES_SHOWN = 15;

export const lastLines = (text, count = LINES_SHOWN) =>
  text.trimEnd().split('\n').slice(-count).join('\n');

/**
 * Runs a program until it ends and returns its standard output. An error contains its last
 * messages.
 */
export const runCommand = (file, args, { input = '', timeoutMs, ...options } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, timeout: timeoutMs, stdio: 'pipe' });
    endWithThisProcess(child);
    let stdout = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', (error) => reject(new ServicesError(`cannot run ${file}: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(stdout);
      const end = signal ? `was ended by ${signal}` : `failed with exit code ${code}`;
      const message = `${file} ${args.slice(0, 2).join(' ')} ${end}`;
      return reject(new ServicesError(message, { details: lastLines(said) }));
    });
  });
