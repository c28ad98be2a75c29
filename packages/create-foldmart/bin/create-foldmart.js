#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { run } from '../dist/index.js';

process.exitCode = await run(process.argv.slice(2), fileURLToPath(new URL('..', import.meta.url)), {
  isInteractive: process.stdin.isTTY && process.stdout.isTTY,
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
});
