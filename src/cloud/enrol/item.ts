/**
 * What is enrolled, and how: an entry that loads its certificate when its turn comes, and the person's choices.
 * Floor: cloud. Knows no manifest and no chip; app makes the items.
 */
import type { CancelSignal } from '../../base/index.ts';
import type { BulkOutcome, EnrollmentPage } from '../dps/dps-client.ts';
import type { AllocationPolicy, Enrollment, EnrollmentRequest } from '../model.ts';

/** One entry's certificate and what templates may say of it. */
export interface LoadedEntry {
  /** Of the certificate's subject, as written there. */
  readonly commonName: string;
  /** The leaf alone. */
  readonly certificatePem: string;
  /** SHA-256 over the DER, upper-case hex. */
  readonly sha256Thumbprint: string;
  readonly partNumber: string | null;
  readonly lot: string | null;
  /** True when the certificate goes back to a demo root: it is refused unless the job allows it. */
  readonly demo: boolean;
}

/** One thing to enrol. A hundred thousand of these lie in memory; what `load` gives does not. */
export interface EnrolItem {
  /** Its place in the list of items. */
  readonly index: number;
  /** Hex of either case; entries with the same one are one chip. '' when not known. */
  readonly serialNumber: string;
  /** @throws enrol-entry */
  load(): Promise<LoadedEntry>;
}

/** How each enrollment is made; templates may hold {cn}, {serial}, {part} and {lot}. */
export interface EnrolmentChoices {
  readonly deviceId: string;
  readonly allocationPolicy: AllocationPolicy;
  /** Host names; one for `static`, none for all linked hubs. */
  readonly hubs: readonly string[];
  /** JSON text of the twin's tags; '' for none. */
  readonly tags: string;
}

/** `refuse`: a demo certificate never leaves this page. `allow`: the service is the emulator. */
export type DemoRule = 'refuse' | 'allow';

/** The part of `DpsClient` that enrolling needs. It keeps the pace; a bulk is tried once. */
export interface EnrolmentClient {
  getEnrollment(registrationId: string, signal?: CancelSignal): Promise<Enrollment | null>;
  bulkCreate(requests: readonly EnrollmentRequest[], signal?: CancelSignal): Promise<readonly BulkOutcome[]>;
  queryPage(continuation: string | null, max: number, signal?: CancelSignal): Promise<EnrollmentPage>;
}
