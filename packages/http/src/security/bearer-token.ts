/** The token of an `Authorization: Bearer` header; undefined if there is none. */
export function bearerToken({
  authorization = '',
}: {
  readonly authorization?: string | undefined;
}): string | undefined {
  return /^Bearer +(.+)$/i.exec(authorization)?.[1];
}
