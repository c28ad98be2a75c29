import { access, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export const exists = (path) =>
  access(path).then(
    () => true,
    () => false,
  );

const removeScratches = async (path) => {
  const parent = dirname(path);
  const names = await readdir(parent);
  const scratches = names.filter((name) => name.startsWith(`${basename(path)}.new-`));
  for (const name of scratches) await rm(join(parent, name), { recursive: true, force: true });
};

/**
 * Lets `fill` create the content of `path` in a temporary place, and moves it there when it is
 * complete. Interrupted work is therefore repeated. The temporary place belongs to this process,
 * because children of a killed process may still write to theirs.
 */
export const createWhole = async (path, fill) => {
  await removeScratches(path);
  try {
    const scratch = `${path}.new-${process.pid}`;
    await fill(scratch);
    await rename(scratch, path);
  } finally {
    await removeScratches(path);
  }
};
