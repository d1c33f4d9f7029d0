/**
 * Every code the cloud room throws, and when.
 * Floor: cloud. Words and remedies live in ui.
 * Facts common to answers: `status` (HTTP), `errorCode` (the service's number, 0 when none), `detail` (the service's own message, bounded to 300 characters),
 * `host`, `trackingId` ('' when none). Never a token, never a whole answer.
 */
export type CloudErrorCode =
  // sign-in
  | 'sign-in-setup' // client id or tenant is missing or malformed; fact `field`
  | 'sign-in-cancelled' // the person closed the window or said no
  | 'sign-in-popup-blocked' // the browser opened no window; the redirect is the other way
  | 'sign-in-expired' // the session is over: sign in again
  | 'sign-in-consent' // AADSTS65001 and kin: nobody agreed to the permission; facts `resource`, `aadsts`
  | 'sign-in-resource' // AADSTS650052, 500011: the tenant has no such service principal; facts `resource`, `aadsts`
  | 'sign-in-application' // AADSTS700016, 9002326, 50011…: the registration is wrong; facts `aadsts`, `detail`
  | 'sign-in-policy' // conditional access, multi-factor or device rules refused; facts `aadsts`, `detail`
  | 'sign-in-failed' // anything else; facts `reason`, `aadsts`, `detail`
  | 'sign-in-network' // login host not reached
  | 'sign-in-needed' // a token was asked for while nobody is signed in
  // transport
  | 'cloud-unreachable' // the fetch was refused before any answer: no CORS, no network, blocked; facts `host`, `route`. Not a wrong password
  | 'cloud-timeout' // facts `host`, `timeoutMs`
  | 'cloud-answer' // an answer that cannot be read: not JSON, too long, wrong shape; facts `host`, `status`, `why`
  | 'cloud-redirect' // an answer that sends elsewhere
  | 'cloud-host' // the host is not one of Azure's; fact `host`
  // answers
  | 'cloud-bad-request' // 400
  | 'cloud-unauthorized' // 401
  | 'cloud-forbidden' // 403: signed in, but without the role
  | 'cloud-not-found' // 404
  | 'cloud-conflict' // 409
  | 'cloud-precondition' // 412: changed meanwhile
  | 'cloud-throttled' // 429 after all tries; fact `retryAfterS`
  | 'cloud-unavailable' // 5xx after all tries
  | 'cloud-status' // another status
  // proxy and emulator
  | 'proxy-address' // not a proxy's address; facts `address`, `why`
  | 'proxy-missing' // nothing that calls itself the proxy answers there
  | 'emulator-missing'
  // the shared store
  | 'store-settings' // endpoint or container cannot be one; facts `field`, `why`
  | 'store-cors' // the account answers, but not to this page; facts `host`, `origin`
  | 'store-role' // 403: signed in, but without a data role; facts `host`, `container`, `detail`
  | 'store-shut' // 403: the account's network rules or settings shut the page out; facts `host`, `detail`
  | 'store-container' // there is no such container; facts `host`, `container`
  | 'store-conflict' // something else stands under this name already; fact `name`
  | 'store-altered' // what stands under this name is not what the name says; fact `name`
  // enrolling
  | 'enrol-registration-id' // the common name cannot be a registration id; facts `registrationId`, `why`
  | 'enrol-device-id' // facts `deviceId`, `why`
  | 'enrol-tags' // facts `why`, `offset`; `path` of the member, where there is one
  | 'enrol-hub' // the policy static wants exactly one hub; fact `hubs`, how many there are
  | 'enrol-demo' // a demo certificate for a real service
  | 'enrol-verdict' // the chip's verdict is not pass
  | 'enrol-group' // a group on Microchip's shared signer
  | 'enrol-other-certificate' // the id exists with another certificate; facts `registrationId`, `sha256Thumbprint`
  | 'enrol-entry' // the manifest entry cannot be used; fact `why`
  | 'enrol-duplicate' // the same registration id twice in one job
  | 'enrol-mismatch' // the service's thumbprint is not the certificate's; facts `seen`, `wanted`
  | 'enrol-job-busy' // another window is at this job
  | 'enrol-job-kept'; // the journal cannot be written
