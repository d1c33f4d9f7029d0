/**
 * Long work in short pieces: the page draws and hears keys in between.
 * Floor: app. Knows no work; whoever loops asks it now and then.
 * Reference: a message to oneself, because browsers let timers of a hidden page run once a second or less (HTML, timers; Chrome's "intensive throttling").
 */

/** Short enough for a frame in 16 ms to be drawn. */
const BUSY_MS = 8;

export class Pace {
  #sinceMs = performance.now();

  /** Lets the page do something else when it was kept for too long; else does nothing. */
  async breathe(): Promise<void> {
    if (performance.now() - this.#sinceMs < BUSY_MS) return;
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    });
    this.#sinceMs = performance.now();
  }
}
