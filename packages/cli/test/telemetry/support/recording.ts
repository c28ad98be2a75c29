import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { OtlpReceiver, type ReceivedSpan } from './otlp-receiver.js';

/** OpenTelemetry's SDK, registered in this process and exporting to a receiver. */
export interface Recording {
  /** All spans that have ended so far. */
  spans(): Promise<readonly ReceivedSpan[]>;
  stop(): Promise<void>;
}

/** Registers the SDK as an application would. */
export async function record(): Promise<Recording> {
  const receiver = await OtlpReceiver.start();
  const exporter = new OTLPTraceExporter({ url: receiver.url });
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  provider.register();
  return {
    async spans() {
      await provider.forceFlush();
      return receiver.spans;
    },
    async stop() {
      await provider.shutdown();
      for (const api of [trace, context, propagation]) api.disable();
      await receiver.close();
    },
  };
}
