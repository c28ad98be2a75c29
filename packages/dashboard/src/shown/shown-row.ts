import type { Row } from '@foldmart/core';
import type { ShownRow } from '../views/model-view.js';
import { shownValue } from './shown-value.js';

/** A row as JSON. */
export function shownRow(row: Row): ShownRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shownValue(value)]));
}
