/** A value at a time, in milliseconds since the epoch. */
export type PanelPoint = readonly [atMs: number, value: number];

/** What a panel shows. Labels may be any text. */
export type PanelFigures =
  | {
      readonly kind: 'bars';
      readonly unit?: string;
      readonly bars: readonly { readonly label: string; readonly value: number }[];
    }
  | {
      readonly kind: 'lines';
      readonly unit?: string;
      readonly lines: readonly { readonly label: string; readonly points: readonly PanelPoint[] }[];
    }
  | {
      /** Each level is a part of a whole, such as what is left of a stock. */
      readonly kind: 'levels';
      readonly levels: readonly {
        readonly label: string;
        readonly value: number;
        readonly of: number;
        readonly note?: string;
      }[];
    }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly (string | number | null)[])[];
    };

/** A part of the live page that a domain adds. */
export interface Panel {
  /** Unique among the panels of a domain. */
  readonly name: string;
  readonly title: string;
  /** Reads what to show now. Called every few seconds, never twice at the same time. */
  readonly read: () => Promise<PanelFigures>;
}
