/**
 * The body of a request, up to a limit and a deadline.
 * Local tools. Knows nothing of what is asked.
 */
import type { IncomingMessage } from 'node:http';

const DEADLINE_MS = 30_000;

/** The whole body as text; `too-long` beyond the limit, `gone` when the asker went away or was too slow. */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<string | 'too-long' | 'gone'> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const deadline = setTimeout(() => {
      resolve('gone');
    }, DEADLINE_MS);
    const end = (result: string): void => {
      clearTimeout(deadline);
      resolve(result);
    };
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes > limitBytes) end('too-long');
      else parts.push(part);
    });
    request.on('end', () => {
      end(Buffer.concat(parts).toString('utf8'));
    });
    request.on('error', () => {
      end('gone');
    });
    request.on('close', () => {
      end('gone');
    });
  });
}
