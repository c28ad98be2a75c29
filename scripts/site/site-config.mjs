import { defineConfig } from 'vitepress';
import { diagramHtml, diagramStyle } from './diagram.mjs';
import { contents, koreanContents, packageContents } from './contents.mjs';
import { slugOf } from './slug.mjs';

/** The settings of VitePress. `titles` has the heading of each page by its path in the site. */
export function siteConfig({ titles, withApi }) {
  const targets = Object.keys(titles);
  const menu = (sections) =>
    sections
      .map(({ text, pages }) => ({ text, collapsed: false, items: itemsOf(pages, titles) }))
      .filter(({ items }) => items.length > 0);
  const api = withApi ? [{ text: 'API', link: '/api/index.html', target: '_self' }] : [];
  return defineConfig({
    title: 'Foldmart',
    description: 'An event-sourced domain library for TypeScript with swappable transports.',
    outDir: './dist',
    cleanUrls: true,
    head: [['style', {}, diagramStyle]],
    markdown: { anchor: { slugify: slugOf }, config: drawDiagrams },
    // Addresses of services that a reader starts.
    ignoreDeadLinks: [/^https?:\/\/localhost/],
    vite: {
      logLevel: 'warn',
      build: { chunkSizeWarningLimit: 4_000 },
      plugins: [firstScripts()],
    },
    themeConfig: {
      search: { provider: 'local' },
      outline: [2, 3],
      nav: [
        { text: 'Getting started', link: '/getting-started' },
        { text: 'Reference', link: '/reference/commands' },
        ...api,
      ],
    },
    locales: {
      root: {
        label: 'English',
        lang: 'en',
        themeConfig: { sidebar: menu([...contents, ...packageContents(targets)]) },
      },
      ko: {
        label: '한국어',
        lang: 'ko',
        themeConfig: { sidebar: menu(koreanContents) },
      },
    },
  });
}

/**
 * The script with which a page starts. VitePress adds it to the bundle as an object, which the bundler of this vite
 * ignores: without it no page would come to life, so the search, the menu and the themes would not work.
 */
function firstScripts() {
  return {
    name: 'first-scripts',
    generateBundle(_options, bundle) {
      for (const { type, fileName, code } of Object.values(bundle)) {
        if (type !== 'chunk' || !/\.md\.[\w-]+\.js$/.test(fileName)) continue;
        const lean = fileName.replace(/\.js$/, '.lean.js');
        this.emitFile({ type: 'asset', fileName: lean, source: code });
      }
    },
  };
}

/** Shows a block of Mermaid as its picture. */
function drawDiagrams(/** @type {import('vitepress').MarkdownRenderer} */ markdown) {
  const fence = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, index, ...rest) =>
    tokens[index].info.trim() === 'mermaid'
      ? diagramHtml(tokens[index].content)
      : fence(tokens, index, ...rest);
}

function itemsOf(pages, titles) {
  return pages
    .filter((page) => titles[`${page}.md`] !== undefined)
    .map((page) => ({
      text: titles[`${page}.md`],
      link: `/${page.replace(/(^|\/)index$/, '$1')}`,
    }));
}
