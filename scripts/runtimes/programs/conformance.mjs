import * as conformance from '@foldmart/conformance';

// The runner bundles it beside this program.
const harnessFile = './harness.mjs';
const { memoryBusHarness, memoryCacheHarness, memoryStoreHarness, openCodecHarness } = await import(
  harnessFile
);

const { realClock } = conformance;
const suites = Object.values(conformance).filter((exported) => Array.isArray(exported?.cases));
const harnesses = {
  'event-bus': [memoryBusHarness],
  'entity-cache': [memoryCacheHarness],
  'payload-codec': ['avro', 'json-schema', 'protobuf'].map(
    (format) => () => openCodecHarness(format),
  ),
};
const atOnce = 16;

/** Every suite of a port on memory, and that of codecs in each format, without vitest. */
let [failed, total] = [0, 0];
for (const { port, cases } of suites) {
  const opens = harnesses[port] ?? [memoryStoreHarness];
  const waiting = opens.flatMap((open) => cases.map((each) => ({ each, open })));
  const { length: count } = waiting;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await run(port, next.each, next.open);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  console.log(`${port}: ${String(count)} cases`);
  total += count;
}
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
