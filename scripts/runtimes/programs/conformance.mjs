import * as conformance from '@foldmart/conformance';

// The runner bundles it beside this program.
const harnessFile = './harness.mjs';
const { memoryBusHarness, memoryCacheHarness, memoryStoreHarness } = await import(harnessFile);

const { realClock } = conformance;
const suites = Object.values(conformance).filter((exported) => Array.isArray(exported?.cases));
const harnesses = { 'event-bus': memoryBusHarness, 'entity-cache': memoryCacheHarness };
const atOnce = 16;

/** Every suite of a port on memory, without vitest. */
let failed = 0;
for (const { port, cases } of suites) {
  const open = harnesses[port] ?? memoryStoreHarness;
  const waiting = [...cases];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await run(port, next, open);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  console.log(`${port}: ${String(cases.length)} cases`);
}
const total = suites.reduce((sum, { cases }) => sum + cases.length, 0);
console.log(`${String(total - failed)} of ${String(total)} cases passed`);
if (suites.length < 10) throw new Error(`only ${String(suites.length)} suites were found`);
// A case that was given up may still hold a timer.
process.exit(failed > 0 ? 1 : 0);

async function run(port, { name, run: check, timeoutMs = 60_000 }, open) {
  const harness = await open(realClock);
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`not done within ${String(timeoutMs)} ms`)),
      timeoutMs,
    );
  });
  try {
    await Promise.race([check(harness), late]);
  } catch (error) {
    failed += 1;
    console.error(`FAILED ${port}: ${name}\n${error?.stack ?? String(error)}`);
  } finally {
    clearTimeout(timer);
    await harness.dispose();
  }
}
