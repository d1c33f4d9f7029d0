/**
 * How the provisioning service says no.
 * Local tool. Reference: chapter 1.7 of the notes on Azure; the detail digits are chosen here where no source shows them.
 */
import { json, Refusal } from '../exchange.ts';
import type { JsonObject } from '../exchange.ts';
import { timeText } from '../state.ts';
import { makeId } from '../world.ts';
import type { World } from '../world.ts';

/** What a bulk result and an HTTP error both say. */
export interface Fault {
  readonly status: number;
  /** HTTP status times 1000 and a detail. */
  readonly errorCode: number;
  readonly message: string;
}

/** A fault that concerns one enrollment; becomes an HTTP error, or a line of a bulk result. */
export class EnrollmentFault extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

export const faultOf = (status: number, detail: number, message: string): EnrollmentFault =>
  new EnrollmentFault({ status, errorCode: status * 1000 + detail, message });

/** An error answer in the service's shape. */
export function refuse(world: World, fault: Fault, headers: Record<string, string> = {}, info: JsonObject = {}): Refusal {
  const body = {
    errorCode: fault.errorCode,
    trackingId: makeId(world),
    message: fault.message,
    info: { timeout: '00:00:00', ...info },
    timestampUtc: timeText(world.options.clock.now()),
  };
  const shown = world.options.errorBody === 'nested' ? { Message: JSON.stringify(body), ExceptionMessage: '' } : body;
  return new Refusal(json(fault.status, shown, { 'x-ms-error-code': String(fault.errorCode), ...headers }));
}
