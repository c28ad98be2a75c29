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
 * Lets `fill` make what belongs at `path` elsewhere and moves it there when it is complete, so that
 * work cut short is done again. The place is this process's own: a killed one's children may still write.
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
