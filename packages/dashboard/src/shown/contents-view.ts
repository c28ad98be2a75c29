import { hexDump, printableText } from '@foldmart/composition';
import type { EditableContents } from '@foldmart/core';
import type { BodyView, ContentsView } from '../views/letter-view.js';

const mostEditedBytes = 256 * 1_024;
const mostDumpedBytes = 4_096;

/** The headers and the body of a message, as text and as hexadecimal digits. */
export function contentsView({ headers, value }: EditableContents): ContentsView {
  return { headers, body: value === null ? null : bodyView(value) };
}

function bodyView(bytes: Uint8Array): BodyView {
  const isShort = bytes.length <= mostEditedBytes;
  return {
    sizeBytes: bytes.length,
    text: isShort ? (printableText(bytes) ?? null) : null,
    hex: isShort ? Buffer.from(bytes).toString('hex') : null,
    dump: hexDump(bytes.subarray(0, mostDumpedBytes)),
    isDumpCut: bytes.length > mostDumpedBytes,
  };
}
