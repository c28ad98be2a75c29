import { installPackages } from './services.d/apt.mjs';
import { findExecutable } from './services.d/executables.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

const find = async () => {
  const found = await Promise.all(NAMES.map((name) => findExecutable(name)));
  return process.env.CHROMIUM_PATH || found.find(Boolean);
};

const install = async () => {
  const say = (line) => process.stderr.write(`${line}\n`);
  await installPackages([{ what: 'Chromium', aptPackage: 'chromium' }], { say });
  return find();
};

/** Prints the path of Chromium; installs it if it is missing and this process is allowed to. */
try {
  const path = (await find()) ?? (await install());
  if (path === undefined) throw new Error('Chromium was installed and is not found');
  process.stdout.write(`${path}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
