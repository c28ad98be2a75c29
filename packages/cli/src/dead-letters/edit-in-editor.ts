import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../usage-error.js';

/**
 * Opens a body in `$VISUAL` or `$EDITOR`, and resolves with what was saved. A JSON body is shown with line breaks.
 *
 * @throws UsageError if there is no terminal, no editor, or if the editor fails.
 */
export async function editInEditor(body: Uint8Array | null): Promise<Uint8Array> {
  const editor = process.env['VISUAL'] ?? process.env['EDITOR'];
  if (!process.stdin.isTTY || !process.stdout.isTTY || editor === undefined || editor === '') {
    throw new UsageError(
      'write what to change: --value FILE (- for stdin), --field path=value or --header name=value; or set EDITOR on a terminal',
    );
  }
  const directory = await mkdtemp(join(tmpdir(), 'foldmart-letter-'));
  const file = join(directory, 'body.json');
  try {
    await writeFile(file, editable(body), { mode: 0o600 });
    await run(editor, file);
    return new Uint8Array(await readFile(file));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** An editor with arguments, such as `code --wait`, is a command line. */
function run(editor: string, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new UsageError(`${editor} ended with ${String(code)}; nothing was changed`));
    });
  });
}

function editable(body: Uint8Array | null): Uint8Array | string {
  if (body === null) return '';
  try {
    return `${JSON.stringify(JSON.parse(new TextDecoder().decode(body)), null, 2)}\n`;
  } catch {
    return body;
  }
}
