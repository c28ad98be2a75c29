import { defineConfig } from 'vitepress';
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
    markdown: { anchor: { slugify: slugOf } },
    // Addresses of services that a reader starts.
    ignoreDeadLinks: [/^https?:\/\/localhost/],
    vite: { logLevel: 'warn', build: { chunkSizeWarningLimit: 4_000 } },
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

function itemsOf(pages, titles) {
  return pages
    .filter((page) => titles[`${page}.md`] !== undefined)
    .map((page) => ({
      text: titles[`${page}.md`],
      link: `/${page.replace(/(^|\/)index$/, '$1')}`,
    }));
}
