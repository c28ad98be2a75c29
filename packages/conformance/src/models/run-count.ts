/** How many random histories a case tries: more under `FOLDMART_FULL=1`. */
export function runCount(usual: number): number {
  return process.env['FOLDMART_FULL'] === '1' ? 10 * usual : usual;
}
