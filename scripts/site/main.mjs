import { cpSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, createServer } from 'vitepress';
import { stageSite } from './stage.mjs';

const help = `Builds the documentation as a site into reports/site, or serves it.

  npm run docs                    serve the pages
  npm run docs:build              build the site, with the reference of the API
  npm run docs:build -- --no-api  build it without the reference of the API, in a third of the time

  --port <n>   where to serve (default: 5173)
`;

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const staged = join(root, '.cache/site');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    api: { type: 'boolean', default: true },
    help: { type: 'boolean', short: 'h', default: false },
    port: { type: 'string', default: '5173' },
  },
});

if (values.help) process.stdout.write(help);
else if (positionals[0] === 'build') await buildSite(values.api);
else await serveSite(Number(values.port));

async function buildSite(withApi) {
  await stageSite(root, staged, { withApi });
  await build(staged);
  const site = join(root, 'reports/site');
  rmSync(site, { recursive: true, force: true });
  cpSync(join(staged, 'dist'), site, { recursive: true });
  if (withApi) {
    const { writeApiPages } = await import('./api-pages.mjs');
    await writeApiPages(root, join(site, 'api'));
  }
  process.stdout.write(`The site is in ${site}\n`);
}

async function serveSite(port) {
  await stageSite(root, staged, { withApi: false });
  const server = await createServer(staged, { port });
  await server.listen();
  server.printUrls();
}
