/**
 * Real serial ports as the page shows them: which were granted, which came and went.
 * Floor: app. The only place where the page touches the browser's ports; slots get a BytePort.
 */
import { isTouchstoneError, type BytePort, type Facts } from '../base/index.ts';
import { grantedPorts, requestPort, serialSupport, watchPorts } from '../link/index.ts';
import type { GrantedPort, SerialSupport } from '../ui/index.ts';

export interface RealPortsTools {
  readonly show: (ports: readonly GrantedPort[]) => void;
  readonly notice: (code: string, facts?: Facts) => void;
  /** A granted port was plugged in or pulled out. */
  readonly presence: (port: BytePort, presence: 'gone' | 'back') => void;
}

export class RealPorts {
  readonly #tools: RealPortsTools;
  #ports: readonly BytePort[] = [];

  constructor(tools: RealPortsTools) {
    this.#tools = tools;
    if (this.support !== 'ok') return; // even to listen is a violation of the policy that blocks ports
    watchPorts(({ kind, port }) => {
      tools.presence(port, kind === 'connected' ? 'back' : 'gone');
      void this.refresh();
    });
  }

  get support(): SerialSupport {
    return serialSupport();
  }

  /** Ports that the browser lets us use now. */
  get all(): readonly BytePort[] {
    return this.#ports;
  }

  at(index: number): BytePort | undefined {
    return this.#ports[index];
  }

  /** Opens the browser's chooser; null when the person chose none. */
  async choose(): Promise<BytePort | null> {
    try {
      const port = await requestPort();
      await this.refresh();
      return port;
    } catch (error) {
      this.#tools.notice(isTouchstoneError(error) ? error.code : 'unexpected', isTouchstoneError(error) ? error.facts : {});
      return null;
    }
  }

  async refresh(): Promise<void> {
    if (this.support !== 'ok') return;
    try {
      this.#ports = await grantedPorts();
    } catch {
      this.#ports = []; // a policy took the right away: the chooser will say so when it is asked
    }
    this.#tools.show(
      this.#ports.map(({ identity: { usbVendorId, usbProductId } }, index) => ({
        index,
        ...(usbVendorId === undefined ? {} : { usbVendorId }),
        ...(usbProductId === undefined ? {} : { usbProductId }),
      })),
    );
  }
}
