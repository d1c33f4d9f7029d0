/*
 * The only script of the blank page in which the harness tests itself: Web Serial, called as plainly as possible.
 * Knows nothing of the project's page. Its type is `SerialPage` in serial-page.ts.
 */
(() => {
  let ports = [];
  const noticed = [];
  for (const type of ['connect', 'disconnect']) navigator.serial.addEventListener(type, () => noticed.push(type));

  const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const sha256 = async (bytes) => hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));

  /** Reads exactly so many bytes from port `index`. */
  const take = async (index, count) => {
    const reader = ports[index].readable.getReader();
    const bytes = new Uint8Array(count);
    let firstMs = 0;
    for (let filled = 0; filled < count;) {
      const { value } = await reader.read();
      if (!value) throw new Error(`ended after ${filled} bytes`);
      if (filled === 0) firstMs = performance.now();
      bytes.set(value, filled); // throws when there are more than asked for
      filled += value.length;
    }
    reader.releaseLock();
    return { bytes, ms: performance.now() - firstMs };
  };

  const put = async (index, bytes) => {
    const writer = ports[index].writable.getWriter();
    await writer.write(bytes);
    writer.releaseLock();
  };

  globalThis.serialPage = {
    noticed,
    async look() {
      ports = await navigator.serial.getPorts();
      ports.sort((a, b) => a.getInfo().usbVendorId - b.getInfo().usbVendorId);
      return ports.map((port) => port.getInfo());
    },
    open: (baudRate, index = 0) => ports[index].open({ baudRate, bufferSize: 1 << 20 }),
    close: (index = 0) => ports[index].close(),
    setSignals: (signals) => ports[0].setSignals(signals),
    getSignals: () => ports[0].getSignals(),
    write: (bytes, index = 0) => put(index, new Uint8Array(bytes)),
    read: async (count, index = 0) => Array.from((await take(index, count)).bytes),
    async readUntil(text) {
      const reader = ports[0].readable.getReader();
      let seen = '';
      while (!seen.includes(text)) {
        const { value } = await reader.read();
        if (!value) throw new Error(`ended after ${seen}`);
        for (const byte of value) seen += String.fromCharCode(byte);
      }
      reader.releaseLock();
      return seen;
    },
    async readHash(count) {
      const { bytes, ms } = await take(0, count);
      return { sha256: await sha256(bytes), ms };
    },
    async writeRandom(count) {
      const bytes = new Uint8Array(count);
      for (let offset = 0; offset < count; offset += 65_536) crypto.getRandomValues(bytes.subarray(offset, offset + 65_536));
      await put(0, bytes);
      return sha256(bytes);
    },
    async roundTrips(count) {
      const reader = ports[0].readable.getReader();
      const writer = ports[0].writable.getWriter();
      const taken = [];
      for (let turn = 0; turn < count; turn++) {
        const startedMs = performance.now();
        await writer.write(new Uint8Array([turn]));
        const { value } = await reader.read();
        if (value?.length !== 1 || value[0] !== (turn & 0xff)) throw new Error(`turn ${turn}: ${value}`);
        taken.push(performance.now() - startedMs);
      }
      return taken.sort((a, b) => a - b);
    },
    async readError() {
      try {
        await ports[0].readable.getReader().read();
        return 'none';
      } catch (error) {
        return `${error.name}: ${error.message}`;
      }
    },
    async choose(usbVendorId) {
      try {
        const port = await navigator.serial.requestPort({ filters: [{ usbVendorId }] });
        return port.getInfo().usbVendorId;
      } catch (error) {
        return error.name;
      }
    },
  };
})();
