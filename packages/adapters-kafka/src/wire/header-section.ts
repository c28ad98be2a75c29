import type { MessageHeaders } from '@foldmart/core';
import { sizeOfPart, writePart } from './parts.js';
import { sizeOfVarint, writeVarint } from './varint.js';

/** The headers of a record, ready to be written: their number, and each name and value with its length before it. */
export type HeaderSection =
  | { readonly text: string; readonly sizeBytes: number }
  | { readonly headers: MessageHeaders; readonly sizeBytes: number };

/** The size of the names and values as UTF-8. */
export function headerBytes(headers: MessageHeaders): number {
  let text = '';
  let separators = 0;
  for (const name of Object.keys(headers)) {
    // Separated, surrogates of two texts do not make a pair.
    text += `${name}\n${headers[name] ?? ''}\n`;
    separators += 2;
  }
  return Buffer.byteLength(text) - separators;
}

/**
 * Measures the headers of a record. If they are ASCII, as they usually are, the section is one text in which each
 * character is a byte: it is written in one call, and a call for each name and value costs several times as much.
 */
export function headerSection(headers: MessageHeaders): HeaderSection {
  const names = Object.keys(headers);
  let text = varintText(names.length);
  let wideBytes = text.length - 1;
  for (const name of names) {
    const value = headers[name] ?? '';
    const [before, between] = [varintText(name.length), varintText(value.length)];
    text += before + name + between + value;
    // All bytes of a varint but the last are no ASCII characters, and take two bytes as UTF-8.
    wideBytes += before.length + between.length - 2;
  }
  if (Buffer.byteLength(text) === text.length + wideBytes) return { text, sizeBytes: text.length };
  return { headers, sizeBytes: sizeOfHeaders(headers) };
}

/** Writes a section at `offset`, and returns the offset after it. */
export function writeHeaders(buffer: Buffer, section: HeaderSection, offset: number): number {
  if ('text' in section) return offset + buffer.write(section.text, offset, 'latin1');
  const names = Object.keys(section.headers);
  let at = writeVarint(buffer, names.length, offset);
  for (const name of names) {
    at = writePart(buffer, name, at);
    at = writePart(buffer, section.headers[name] ?? '', at);
  }
  return at;
}

function sizeOfHeaders(headers: MessageHeaders): number {
  const names = Object.keys(headers);
  return names.reduce(
    (sum, name) => sum + sizeOfPart(name) + sizeOfPart(headers[name] ?? ''),
    sizeOfVarint(names.length),
  );
}

const scratch = Buffer.alloc(8);
const shortVarints = Array.from({ length: 256 }, (_none, value) => longVarint(value));

/** A varint as text whose characters are its bytes. */
function varintText(value: number): string {
  return shortVarints[value] ?? longVarint(value);
}

function longVarint(value: number): string {
  return scratch.toString('latin1', 0, writeVarint(scratch, value, 0));
}
