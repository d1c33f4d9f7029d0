/*
 * Runs in the page before its own scripts: answers `navigator.serial.requestPort` without showing a chooser.
 * Test support; put in by port-chooser.ts, whose ChooserAnswer `requestPort.answer` is.
 * Reference: Web Serial API, section 4.1.1 (requestPort): user activation, filters, the two ways to be refused.
 */
(() => {
  if (!('serial' in navigator)) return; // not a secure context
  const serial = navigator.serial;

  const matches = (port, filter) => {
    const { usbVendorId, usbProductId } = port.getInfo();
    return filter.usbVendorId === usbVendorId && (filter.usbProductId === undefined || filter.usbProductId === usbProductId);
  };
  const isOpen = (port) => port.readable !== null || port.writable !== null;

  const requestPort = async (options) => {
    const { answer } = requestPort; // of the person who is there now, not when the ports are known
    try {
      return await choose(options, answer);
    } finally {
      requestPort.closed += 1;
    }
  };
  const choose = async (options, answer) => {
    if (!navigator.userActivation.isActive) throw new DOMException('Must be handling a user gesture to show a permission request.', 'SecurityError');
    const filters = options?.filters ?? [];
    const ports = (await serial.getPorts()).filter((port) => filters.length === 0 || filters.some((filter) => matches(port, filter)));
    const chosen = answer === 'cancel' ? undefined : ports.find((port) => !isOpen(port));
    if (!chosen) throw new DOMException('No port selected by the user.', 'NotFoundError');
    return chosen;
  };
  requestPort.answer = 'first-free';
  requestPort.closed = 0;
  Object.defineProperty(serial, 'requestPort', { value: requestPort, configurable: true, writable: true });
})();
