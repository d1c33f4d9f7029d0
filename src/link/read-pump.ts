/**
 * The one read loop of a Web Serial port: chunks out, whatever the line does.
 * Floor: link. Knows nothing of what the bytes mean, nor of opening and closing (web-serial-port.ts).
 * Reference: Web Serial API section 4.4.3: overrun, framing, parity and break errors end the stream but not the port, which then offers a
 * new `readable`; after a fatal error `readable` is null.
 */
import type { Clock } from '../base/index.ts';

export interface PumpSink {
  bytes(bytes: Uint8Array): void;
  /** The stream is over although nobody stopped the pump: the device is gone. */
  ended(): void;
}

/** So many line errors in a row without a byte between them, and the pump takes a breath: a held break comes a thousand times a second. */
const ERRORS_BEFORE_PAUSE = 16;
const PAUSE_MS = 20;

/** Reads until stopped or until the device is gone. */
export function pumpBytes(port: Pick<SerialPort, 'readable'>, clock: Clock, sink: PumpSink): { stop(): Promise<void> } {
  let reader: ReadableStreamDefaultReader<Uint8Array> | null = null;
  let stopped = false;

  const drain = async (readable: ReadableStream<Uint8Array>): Promise<{ readonly sawBytes: boolean; readonly done: boolean }> => {
    let sawBytes = false;
    reader = readable.getReader();
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done || stopped) return { sawBytes, done: true };
        sawBytes = true;
        if (value.length > 0) sink.bytes(value);
      }
    } catch {
      return { sawBytes, done: false }; // fatal or not, `readable` tells
    } finally {
      reader.releaseLock();
      reader = null;
    }
  };

  const run = async (): Promise<void> => {
    let errors = 0;
    while (!stopped && port.readable !== null) {
      const { sawBytes, done } = await drain(port.readable);
      if (done) break;
      errors = sawBytes ? 1 : errors + 1;
      if (errors > ERRORS_BEFORE_PAUSE) await clock.sleep(PAUSE_MS);
    }
    if (!stopped) sink.ended();
  };

  const running = run().catch(() => {
    if (!stopped) sink.ended();
  });
  return {
    stop: async () => {
      stopped = true;
      await reader?.cancel().catch(() => undefined);
      await running;
    },
  };
}
