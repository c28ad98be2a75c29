/** The discount of `price` on `orgPrice`, in percent, truncated to two decimals: 259,000 of 299,000 is 13.37. */
export function discountRate(price: number, orgPrice: number): number {
  if (orgPrice === 0) return 0;
  const tenThousandths = ((orgPrice - price) / orgPrice) * 10_000;
  return Math.floor(Number(tenThousandths.toFixed(6))) / 100;
}
