import { fileURLToPath } from 'node:url';
import { foldmart, foldmartJson, startFoldmart, type ShopSettings } from './foldmart.js';

/** The directory of one of the domains beside these tests. */
export function domainDirectory(name: string): string {
  return fileURLToPath(new URL(`../domains/${name}`, import.meta.url));
}

/** The command on a domain with its settings. */
export function commandOf(name: string, settings: ShopSettings = {}) {
  const app = ['--app', domainDirectory(name)];
  return {
    run: (...args: string[]) => foldmart([...app, ...args], settings),
    start: (...args: string[]) => startFoldmart([...app, ...args], settings),
    json: (...args: string[]) => foldmartJson([...app, ...args], settings),
    /** The object that it prints, when it ends with exit code 1. */
    notRight: (...args: string[]) => foldmartJson([...app, ...args], settings, 1),
  };
}
