/** Hides the credentials of addresses, which may be given to a setting that is no secret. */
export function maskCredentials(value: string): string {
  return value.replace(/\/\/.*@/g, '//[secret]@');
}
