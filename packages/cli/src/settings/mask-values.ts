/**
 * Hides the value in each quoted `name=value` of a message about a wrong command line: a mistyped option or argument may
 * contain a secret.
 */
export function maskValues(message: string): string {
  return message.replace(/'([^\s'=]+)=.*'/gs, "'$1=…'");
}
