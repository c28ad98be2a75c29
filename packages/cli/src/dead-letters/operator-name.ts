import { hostname, userInfo } from 'node:os';

/** Who works here, if nobody is named: `ann@orders-1`. */
export function operatorName(): string {
  return `${userName()}@${hostname()}`;
}

/** A user id without an entry in the system's list has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown';
  }
}
