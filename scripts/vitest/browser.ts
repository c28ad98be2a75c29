import type { TestProject } from 'vitest/node';
import { findTool, type FoundTool } from './find-tool.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The path of Chromium, or the reason why there is none. */
    browser: FoundTool;
  }
}

/** Finds Chromium for the tests of pages, which fail without it. It is installed if this process is allowed to. */
export default function setup(project: TestProject): void {
  project.provide('browser', findTool('browser'));
}
