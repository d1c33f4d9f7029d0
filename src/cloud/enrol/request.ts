/**
 * From a certificate and the person's choices to what is asked of the service.
 * Floor: cloud. Pure. The registration id is the certificate's common name as written; the device id is always said, because hubs tell upper case from lower.
 * Reference: DPS REST 2021-10-01, individual enrollment; Azure IoT DPS "X.509 attestation" (registration id equals the common name).
 */
import { TouchstoneError, isTouchstoneError } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { CloudProblem, EnrollmentRequest } from '../model.ts';
import { checkDeviceId, checkRegistrationId } from './identifiers.ts';
import type { DemoRule, EnrolItem, EnrolmentChoices, LoadedEntry } from './item.ts';
import { fillTemplate, type TemplateValues } from './template.ts';
import { readTags } from './twin-tags.ts';

/** Makes one request after another; the choices were read once. */
export interface RequestMaker {
  /** @throws enrol-registration-id, enrol-device-id, enrol-tags */
  request(loaded: LoadedEntry, serialNumber: string): EnrollmentRequest;
}

/** @throws enrol-tags, enrol-hub */
export function readChoices({ deviceId, allocationPolicy, hubs, tags }: EnrolmentChoices): RequestMaker {
  if (allocationPolicy === 'static' && hubs.length !== 1) throw new TouchstoneError<CloudErrorCode>('enrol-hub', { hubs: hubs.length });
  const template = readTags(tags);
  return {
    request: ({ commonName, certificatePem, sha256Thumbprint, partNumber, lot }, serialNumber) => {
      const registrationId = checkRegistrationId(commonName);
      const values = { cn: commonName, serial: plainSerial(serialNumber), part: partNumber, lot };
      return {
        registrationId,
        deviceId: checkDeviceId(fillTemplate(deviceId, values)),
        certificatePem,
        sha256Thumbprint: sha256Thumbprint.toUpperCase(),
        allocationPolicy,
        hubs,
        tags: template.fill(values),
      };
    },
  };
}

const plainSerial = (serialNumber: string): string | null => serialNumber.replace(/\s/g, '').toUpperCase() || null;

/** A chip that nobody has; what cannot be made for it cannot be made for any. */
const SAMPLE: TemplateValues = { cn: 'sn012300000000000001', serial: '012300000000000001', part: 'P', lot: 'L' };

/** What is wrong with the choices for whatever entry; null when nothing is: enrol-device-id, enrol-tags, enrol-hub. */
export function checkChoices(choices: EnrolmentChoices): CloudProblem | null {
  try {
    const maker = readChoices(choices);
    maker.request(
      { commonName: SAMPLE.cn, certificatePem: '', sha256Thumbprint: '', partNumber: SAMPLE.part, lot: SAMPLE.lot, demo: false },
      SAMPLE.serial ?? '',
    );
    return null;
  } catch (error) {
    if (!isTouchstoneError(error)) throw error;
    return { code: error.code, facts: error.facts };
  }
}

/** One request. @throws enrol-registration-id, enrol-device-id, enrol-tags, enrol-hub */
export const buildRequest = (loaded: LoadedEntry, choices: EnrolmentChoices, serialNumber: string): EnrollmentRequest =>
  readChoices(choices).request(loaded, serialNumber);

/** Loads an entry and makes its request. @throws what `load` throws, enrol-demo, and what `request` throws */
export async function prepare(item: EnrolItem, maker: RequestMaker, demo: DemoRule): Promise<EnrollmentRequest> {
  const loaded = await item.load();
  if (loaded.demo && demo === 'refuse') throw new TouchstoneError<CloudErrorCode>('enrol-demo', {});
  return maker.request(loaded, item.serialNumber);
}
