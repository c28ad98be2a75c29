import type { ComponentChildren } from 'preact';

/** A column of a table. Numbers are aligned to the right. */
export interface Column<Item> {
  readonly head: string;
  readonly cell: (item: Item) => ComponentChildren;
  readonly isNumber?: boolean;
  /** Left out on narrow screens. */
  readonly isMinor?: boolean;
}

interface DataTableProps<Item> {
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly isSelected?: (item: Item) => boolean;
}

/** A table that scrolls sideways in its own box if the screen is too narrow. */
export function DataTable<Item>({
  label,
  columns,
  items,
  keyOf,
  isSelected = () => false,
}: DataTableProps<Item>) {
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.head} scope="col" class={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={keyOf(item)} class={isSelected(item) ? 'selected' : undefined}>
              {columns.map((column) => (
                <td key={column.head} class={classOf(column)}>
                  {column.cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function classOf({ isNumber = false, isMinor = false }: Column<never>): string {
  return `${isNumber ? 'number' : ''} ${isMinor ? 'minor' : ''}`.trim();
}
