export { toColumnValue } from './column-value.js';
export { ofModel } from './of-model.js';
export { compareRowKeys, toRowKey, type RowKey } from './row-key.js';
export { RowTable, type RowEntry } from './row-table.js';
export { isSameModel, RowTables } from './row-tables.js';
export {
  prepareChange,
  PreparedWrites,
  prepareWrite,
  type FindTable,
  type PreparedChange,
} from './row-writes.js';
export { compareUtf8 } from './text-order.js';
