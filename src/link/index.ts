/** The door of link: moving bytes. */
export { systemClock } from './system-clock.ts';
export { cancellable, joinSignals, withDeadline } from './deadline.ts';
export { WebSerialPort } from './web-serial-port.ts';
export { grantedPorts, requestPort, serialSupport, watchPorts } from './ports.ts';
export type { SerialPlace } from './ports.ts';
export { watchReturn } from './returning-port.ts';
export type { PortReturn, ReturnWatch } from './returning-port.ts';
export { LineSplitter } from './line-splitter.ts';
export { Wire } from './wire.ts';
export type { WireLog, WireMode } from './wire.ts';
export { BenchLink, protocolError, statusName } from './request.ts';
export type { Answer, LinkErrorCode, StatusName } from './request.ts';
