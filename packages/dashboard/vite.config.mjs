import { defineConfig } from 'vite';

/** The page: relative addresses, so that it can be mounted anywhere, and nothing inline, as its policy demands. */
export default defineConfig({
  base: './',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // A busy machine is no fault of the build.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});
