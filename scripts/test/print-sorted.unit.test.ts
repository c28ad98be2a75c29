import ts from 'typescript';
import { expect, it } from 'vitest';
import { printSorted } from '../ci/print-sorted.mjs';

function printed(text: string): string {
  const [statement] = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2023, true).statements;
  if (statement === undefined) throw new Error('no statement');
  return printSorted(statement);
}

it('prints equal declarations alike, whatever the order in their unions and object types', () => {
  const one = printed('export declare const a: Map<"b" | "a", { y: 3; x: 2 | 1 } | string>;');
  const other = printed('export declare const a: Map<"a" | "b", string | { x: 1 | 2; y: 3 }>;');
  expect(one).toBe(other);
  expect(one).toContain('"a" | "b"');
});

it('keeps the order of everything else', () => {
  const text = 'export interface A {\n    b: string;\n    a?: number;\n    (c: 1): void;\n}';
  expect(printed(text)).toBe(text);
});
