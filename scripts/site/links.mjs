import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { slugOf } from './slug.mjs';
import { withoutCode } from './pages.mjs';

const linkPattern = /(!?)\[((?:[^\]\\`]|\\.|`[^`]*`)*)\]\(([^()\s]+)\)/g;

/**
 * Makes the links of pages follow their pages into the site. A link to a file that is no page becomes the path of the
 * file. Returns the pages with their new text, and the links that lead nowhere.
 *
 * @param {string} root
 * @param {import('./pages.mjs').Page[]} pages
 * @param {{ source: string, target: string }[]} assets
 */
export function followLinks(root, pages, assets) {
  const targets = new Map([...pages, ...assets].map(({ source, target }) => [source, target]));
  const anchors = new Map(pages.map(({ source, text }) => [source, anchorsOf(text)]));
  /** @type {string[]} */
  const dead = [];
  const followed = pages.map((page) => ({
    ...page,
    text: outsideCode(page.text, (part) =>
      part.replaceAll(
        linkPattern,
        (
          whole,
          /** @type {string} */ image,
          /** @type {string} */ label,
          /** @type {string} */ link,
        ) => {
          if (/^[a-z][a-z+.-]*:/.test(link)) return whole;
          const [path = '', anchor] = link.split('#', 2);
          const source = path === '' ? page.source : posix.join(posix.dirname(page.source), path);
          const found = resolve(root, source, targets);
          if (found === undefined || (anchor && isMissing(anchors, found.source, anchor))) {
            dead.push(`${page.source}: ${link}`);
            return whole;
          }
          if (found.target === undefined) return `${label} (\`${found.source}\`)`;
          const suffix = anchor === undefined ? '' : `#${anchor}`;
          return `${image}[${label}](${relative(page.target, found.target)}${suffix})`;
        },
      ),
    ),
  }));
  return { pages: followed, dead };
}

/**
 * Changes what is no code: outside of blocks, since a block may show Markdown.
 *
 * @param {string} text
 * @param {(part: string) => string} change
 */
function outsideCode(text, change) {
  return text
    .split(/(^(?:```+)[^\n]*\n[\s\S]*?^```+$)/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

/**
 * @param {string} root
 * @param {string} source
 * @param {Map<string, string>} targets
 * @returns {{ source: string, target?: string | undefined } | undefined}
 */
function resolve(root, source, targets) {
  const path = source.replace(/\/$/, '');
  const page = [path, `${path}/README.md`].find((candidate) => targets.has(candidate));
  if (page !== undefined) return { source: page, target: targets.get(page) };
  return existsSync(join(root, path)) ? { source: path } : undefined;
}

/** @param {Map<string, Set<string>>} anchors @param {string} source @param {string} anchor */
function isMissing(anchors, source, anchor) {
  return anchors.get(source)?.has(decodeURIComponent(anchor)) === false;
}

/** @param {string} text @returns {Set<string>} */
function anchorsOf(text) {
  /** @type {Set<string>} */
  const anchors = new Set();
  for (const [, heading = ''] of withoutCode(text).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    let slug = slugOf(heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
    for (let count = 1; anchors.has(slug); count += 1) {
      slug = `${slugOf(heading)}-${String(count)}`;
    }
    anchors.add(slug);
  }
  return anchors;
}

/** @param {string} from @param {string} to */
function relative(from, to) {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
