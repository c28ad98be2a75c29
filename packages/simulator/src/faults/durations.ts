/** How late something can be, in milliseconds; the first is the most harmless. */
export const delaysMs = [1, 5, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] as const;

/** How long a fault of the system can last, in milliseconds. */
export const windowsMs = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 40_000] as const;
