import type { TestProject } from 'vitest/node';
import { findTool, type FoundTool } from './find-tool.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The path of libfaketime, or the reason why there is none. */
    faketime: FoundTool;
  }
}

/** Finds libfaketime for the drills with wrong clocks, which fail without it. It is installed if this process is allowed to. */
export default function setup(project: TestProject): void {
  project.provide('faketime', findTool('faketime'));
}
