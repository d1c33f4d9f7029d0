/**
 * Whether an enrollment at the service is for the certificate that we hold.
 * Floor: cloud. Pure. Goes by what the service computed over the certificate it holds, never by names.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import type { Enrollment, EnrollmentRequest } from '../model.ts';

const plain = (thumbprint: string): string => thumbprint.replaceAll(':', '').toUpperCase();

/** True when the service holds the certificate with this SHA-256; false also when it does not say which it holds. */
export const holdsCertificate = (enrollment: Pick<Enrollment, 'sha256Thumbprint'>, sha256Thumbprint: string): boolean =>
  enrollment.sha256Thumbprint !== null && plain(enrollment.sha256Thumbprint) === plain(sha256Thumbprint);

/** Why an existing enrollment is not touched: `enrol-other-certificate`; fact `sha256Thumbprint` is the service's, '' when it does not say. */
export const otherCertificate = ({ registrationId }: Pick<EnrollmentRequest, 'registrationId'>, enrollment: Enrollment): TouchstoneError<CloudErrorCode> =>
  new TouchstoneError<CloudErrorCode>('enrol-other-certificate', { registrationId, sha256Thumbprint: enrollment.sha256Thumbprint ?? '' });
