/**
 * What the browser can do at best: P-256 verifications per second by WebCrypto in workers that do nothing else.
 * Test support. Between this and openssl lies the browser's own way from a worker to its crypto threads and back.
 */
import type { BrowserContext } from 'playwright-core';

const MS = 3_000;
/** Of a worker; more of them wait in each other's way. */
const IN_FLIGHT = 8;
/** As long as what an entry's signature covers. */
const MESSAGE_BYTES = 3_500;

const WORKER = `onmessage = async ({ data: { ms, inFlight, bytes } }) => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
  const message = new Uint8Array(bytes);
  const signature = await crypto.subtle.sign(algorithm, privateKey, message);
  const endMs = performance.now() + ms;
  let verified = 0;
  const verify = async () => {
    while (performance.now() < endMs) if (await crypto.subtle.verify(algorithm, publicKey, signature, message)) verified++;
  };
  await Promise.all(Array.from({ length: inFlight }, verify));
  postMessage((verified / ms) * 1000);
}`;

/** Verifications per second of so many workers, in sum. `origin` is any address on localhost: it is not asked for anything. */
export async function webCryptoVerifiesPerSecond(context: BrowserContext, origin: string, workers: number): Promise<number> {
  const page = await context.newPage();
  try {
    const address = new URL('webcrypto-speed', origin).href;
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '<title>WebCrypto</title>' }));
    await page.goto(address);
    return await page.evaluate(
      async ({ source, workers, order }) => {
        const script = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
        const rates = Array.from(
          { length: workers },
          () =>
            new Promise<number>((resolve, reject) => {
              const worker = new Worker(script);
              worker.onmessage = ({ data }) => resolve(data as number);
              worker.onerror = ({ message }) => reject(new Error(message));
              worker.postMessage(order);
            }),
        );
        return (await Promise.all(rates)).reduce((sum, rate) => sum + rate, 0);
      },
      { source: WORKER, workers, order: { ms: MS, inFlight: IN_FLIGHT, bytes: MESSAGE_BYTES } },
    );
  } finally {
    await page.close();
  }
}
