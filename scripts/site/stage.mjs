import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { followLinks } from './links.mjs';
import { llmsText } from './llms-text.mjs';
import { repositoryAssets, repositoryPages, titleOf } from './pages.mjs';
import { referencePages } from './reference.mjs';

/**
 * Writes the pages and settings of the site into `directory`, as VitePress reads them.
 *
 * @throws Error if a link leads nowhere.
 */
export async function stageSite(root, directory, { withApi }) {
  const assets = repositoryAssets(root);
  const { pages, dead } = followLinks(root, repositoryPages(root), assets);
  if (dead.length > 0) throw new Error(`Links that lead nowhere:\n${dead.join('\n')}`);
  const all = [...pages, ...(await referencePages(root))];
  rmSync(directory, { recursive: true, force: true });
  for (const { target, text } of all) write(directory, target, text);
  for (const { source, target } of assets) cpSync(join(root, source), join(directory, target));
  write(directory, 'public/llms.txt', llmsText(all));
  write(directory, '.vitepress/config.mjs', configText(root, all, withApi));
}

function configText(root, pages, withApi) {
  const titles = Object.fromEntries(pages.map(({ target, text }) => [target, titleOf(text)]));
  return [
    `import { siteConfig } from ${JSON.stringify(join(root, 'scripts/site/site-config.mjs'))};`,
    `export default siteConfig(${JSON.stringify({ titles, withApi })});`,
    '',
  ].join('\n');
}

function write(directory, path, text) {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
