const boughtStatuses: ReadonlySet<string> = new Set(['Success', 'Paid', 'Shipped', 'Delivered']);

/** Whether an order with this status counts as bought: it is paid, and not cancelled or returned. */
export function isBought(status: string): boolean {
  return boughtStatuses.has(status);
}
