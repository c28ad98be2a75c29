// Exits with 0 if the address of the argument responds with a status below 400: the health check of the coupon API.
const address = process.argv[2];

try {
  const { status } = await fetch(address, { signal: AbortSignal.timeout(4_000) });
  if (status >= 400) throw new Error(`status ${status}`);
} catch (error) {
  console.error(`${address}: ${error.message}`);
  process.exitCode = 1;
}
