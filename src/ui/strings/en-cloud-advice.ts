/**
 * English advice for the cloud: what happened, what was seen, what to do; one row for every code of the cloud room.
 * Floor: ui. A data table. A service’s own words stand between quotation marks, bounded and harmless. No sentence speaks of a password: none is ever seen here.
 */
import { when, type FactReader } from '../facts.ts';
import { seconds } from '../format.ts';
import { advice, mono, of, seenOf } from './en-advice-parts.ts';
import { containerCommand, corsCommand } from './store-commands.ts';
import type { CloudAdvice } from './tables.ts';

const RESOURCES: Readonly<Record<string, string>> = {
  arm: 'Azure Resource Manager',
  dps: 'the Device Provisioning Service',
  hub: 'IoT Hub',
  storage: 'Azure Storage',
};
const resource = (fact: FactReader): string => of(RESOURCES, fact('resource')) ?? 'this part of Azure';

const FIELDS: Readonly<Record<string, string>> = {
  clientId: 'the application (client) id is missing, or is no GUID',
  tenant: 'the tenant is missing, or is neither a GUID nor a domain',
  cloud: 'this national cloud is not known',
  proxy: 'the address of the proxy cannot be used',
};

/** Microsoft's own number, however it was noted. */
const aadsts = (fact: FactReader): string | undefined => {
  const number = (fact('aadsts') ?? '').replace(/^AADSTS/i, '');
  return number === '' || number === '0' ? undefined : mono(`AADSTS${number}`);
};
const quoted = (fact: FactReader, name = 'detail'): string | undefined => when(fact(name), (text) => `“${text.replace(/\.$/, '')}”`);
const tracking = (fact: FactReader): string | undefined => when(fact('trackingId'), (id) => `tracking id ${mono(id)}`);
const said = (fact: FactReader): string => seenOf(aadsts(fact), quoted(fact), tracking(fact));

/** "`host` answered HTTP 403, error 403001, “…”." */
function answered(fact: FactReader): string {
  const status = fact('status');
  if (status === undefined) return seenOf(quoted(fact), tracking(fact));
  const error = fact('errorCode');
  const head = `${when(fact('host'), mono) ?? 'Azure'} answered HTTP ${status}`;
  return seenOf(head, error === undefined || error === '0' ? undefined : `error ${error}`, quoted(fact), tracking(fact));
}

/** A duration; what is no number is shown as it is. */
const ms = (fact: FactReader, name: string, factor = 1): string | undefined =>
  when(fact(name), (text) => (Number.isFinite(Number(text)) ? seconds(Number(text) * factor).replace('.0 s', ' s') : text));

const APPLICATION: Readonly<Record<string, string>> = {
  700016: 'There is no application with this id in this tenant. Compare both with the registration, and correct them under Set up.',
  50011: 'Register the redirect address exactly as Set up shows it, letter by letter.',
  9002326: 'The redirect address is registered for another platform: it must stand under Single-page application.',
  7000218: 'The redirect address is registered for another platform: it must stand under Single-page application.',
  90002: 'There is no such tenant. Correct it under Set up.',
};
const applicationRemedy = (fact: FactReader): string => {
  const code = (fact('aadsts') ?? '').replace(/^AADSTS/i, '');
  const known = Object.hasOwn(APPLICATION, code) ? APPLICATION[code] : undefined;
  return known ?? 'Compare client id, tenant and redirect address with the registration; Set up lists them and tests each.';
};
/** Why something cannot be read or used; each list holds the words of one code. */
const ANSWERS: Readonly<Record<string, string>> = {
  json: 'it is not JSON',
  shape: 'something in it is missing or of another kind',
  'too-long': 'it is too long',
  pages: 'it goes on for too many pages',
  query: 'its pages cannot be followed',
  status: 'the server refused it',
};
const IDS: Readonly<Record<string, string>> = {
  empty: 'it is empty',
  length: 'it is too long',
  characters: 'it holds other characters',
  ends: 'it begins or ends with a sign',
  placeholder: 'a placeholder in it is not known',
  value: 'this chip has nothing to put in a placeholder',
};
const TAGS: Readonly<Record<string, string>> = {
  json: 'this is not JSON',
  object: 'this is no object between braces',
  depth: 'they are nested too deeply',
  name: 'a name has a dot, a dollar sign, a space or stands twice',
  shape: 'a value is null, or a number that is too large',
  length: 'a text is longer than 4 KB',
  size: 'together they are longer than 8 KB',
  placeholder: 'a placeholder is not known',
  value: 'this chip has nothing to put in a placeholder',
};
const ENTRIES: Readonly<Record<string, string>> = {
  missing: 'its manifest is no longer loaded',
  changed: 'it is another one than when the job began',
  unverified: 'it is not verified',
  'no-certificate': 'there is no certificate in it',
  unreadable: 'its manifest could not be read',
  none: 'there is none to enrol',
};
const ADDRESSES: Readonly<Record<string, string>> = {
  form: 'it is not written as an address',
  slash: 'it ends with a slash',
  more: 'it has a name, a query or a mark in it',
  place: 'it is neither on this computer nor on this page’s own site',
};
const STORE_FIELDS: Readonly<Record<string, string>> = {
  form: 'it is not written as one',
  slash: 'it ends with a slash',
  host: 'it is no account of this cloud',
  local: 'this computer is for azurite with the EMULATOR only',
  azure: 'with the EMULATOR only azurite on this computer is used',
};
/** The account's own name, first label of its host. */
const account = (fact: FactReader): string => /^([a-z0-9]{3,24})\.blob\./.exec(fact('host') ?? '')?.[1] ?? 'NAME';
const why = (table: Readonly<Record<string, string>>, fact: FactReader): string | undefined => of(table, fact('why'));
const PROXY = 'start the proxy with `npm run proxy` and enter its address under Set up, or take the exports of the manifest desk';

export const cloudAdvice: CloudAdvice = {
  'sign-in-setup': (fact) =>
    advice('Sign-in is not set up', seenOf(of(FIELDS, fact('field'))), 'Open Set up, and enter client id and tenant as your administrator has them.'),
  'sign-in-cancelled': (fact) =>
    advice(
      'Sign-in was cancelled',
      seenOf(aadsts(fact)) || 'The window was closed, or the answer was no.',
      'Sign in again whenever you like. Nothing was sent.',
    ),
  'sign-in-popup-blocked': () =>
    advice(
      'The browser opened no window',
      'Windows are blocked for this site.',
      'Sign in in this window instead: the page goes to Microsoft and comes back. Or allow windows for this site.',
    ),
  'sign-in-expired': (fact) =>
    advice('The session is over', said(fact), 'Sign in again. What is enrolled stays enrolled, and a job that was under way can be resumed.'),
  'sign-in-consent': (fact) =>
    advice(
      `Nobody has agreed that this page may use ${resource(fact)}`,
      said(fact),
      'Give consent. If Microsoft then asks for an administrator, only one can agree: in the registration, under API permissions, with Grant admin consent.',
    ),
  'sign-in-resource': (fact) =>
    advice(
      `Your tenant does not know ${resource(fact)}`,
      said(fact),
      fact('resource') === 'dps'
        ? 'An administrator makes it known once: `az ad sp create --id 0cd79364-7a90-4354-9984-6e36c841418d`.'
        : 'An administrator makes it known once, by creating a first service of this kind or with `az ad sp create`; Set up says which.',
    ),
  'sign-in-application': (fact) => advice('Microsoft does not accept this application', said(fact), applicationRemedy(fact)),
  'sign-in-policy': (fact) =>
    advice(
      'Microsoft does not let this account in',
      said(fact),
      'A rule of your organisation asks for more: a second factor, a managed device, another place, or that the account is assigned to this application. Follow what Microsoft says, or ask whoever administers the tenant.',
    ),
  'sign-in-failed': (fact) =>
    advice(
      'Sign-in failed',
      seenOf(aadsts(fact), when(fact('reason'), mono), quoted(fact), tracking(fact)),
      'Sign in again. If it stays, press the tests under Set up: they say which part is wrong.',
    ),
  'sign-in-network': (fact) =>
    advice(
      'Microsoft’s sign-in was not reached',
      seenOf(when(fact('host'), (host) => `no answer from ${mono(host)}`)),
      'Check the network, and whether it lets this page reach Microsoft; then try again.',
    ),
  'sign-in-needed': () => advice('Nobody is signed in', '', 'Sign in first.'),

  'cloud-unreachable': (fact) =>
    advice(
      when(fact('host'), (host) => `No answer from ${mono(host)}`) ?? 'No answer came',
      'Azure did not let the browser read this address, or the network is down. The browser does not say which.',
      `This says nothing about your account or its roles. Try again; or ${PROXY}.`,
    ),
  'cloud-timeout': (fact) =>
    advice(
      when(fact('host'), (host) => `${mono(host)} did not answer in time`) ?? 'No answer came in time',
      seenOf(when(ms(fact, 'timeoutMs'), (time) => `waited ${time}`)),
      'Try again. Whatever was asked for may have happened: look before asking twice.',
    ),
  'cloud-answer': (fact) =>
    advice(
      'An answer cannot be read',
      seenOf(
        when(fact('host'), (host) => `from ${mono(host)}`),
        when(fact('status'), (status) => `HTTP ${status}`),
        why(ANSWERS, fact),
      ),
      'Something between this page and Azure may have answered in its place. Try again, or from another network.',
    ),
  'cloud-redirect': (fact) =>
    advice(
      'An answer sends this page elsewhere',
      seenOf(when(fact('host'), (host) => `from ${mono(host)}`)),
      'Azure does not do that; something on your network may want a sign-in of its own. It was not followed, so that no token goes astray.',
    ),
  'cloud-host': (fact) =>
    advice(
      'This is not an address of Azure',
      seenOf(when(fact('host'), mono)),
      'Nothing was sent there. Choose the service again; check the national cloud under Set up.',
    ),

  'cloud-bad-request': (fact) =>
    advice('Azure refuses the request as it is', answered(fact), 'Its own words say what it objects to. Correct that, and try again.'),
  'cloud-unauthorized': (fact) =>
    advice(
      'Azure does not accept the token',
      answered(fact),
      'HTTP 401: the session may be over, or belong to another tenant: sign in again. A hub, and a service whose IP rules shut you out, say 401 as well: see roles and network.',
    ),
  'cloud-forbidden': (fact) =>
    advice(
      'Signed in, but without the role',
      answered(fact),
      'HTTP 403: Azure knows who you are, and you may not do this. Owner or Contributor is not enough, it takes a data role; Set up names it, with the command.',
    ),
  'cloud-not-found': (fact) =>
    advice('Azure does not have this', answered(fact), 'It was deleted, or stands in another service or subscription. Look again, or choose another.'),
  'cloud-conflict': (fact) =>
    advice(
      'Azure has something else there',
      answered(fact),
      'A certificate can stand in one enrollment of a service only. Look for it there under another registration id.',
    ),
  'cloud-precondition': (fact) => advice('Somebody changed it meanwhile', answered(fact), 'Nothing was overwritten. Look again, then decide anew.'),
  'cloud-throttled': (fact) =>
    advice(
      'Azure asks to slow down',
      when(ms(fact, 'retryAfterS', 1000), (time) => `It wants a pause of ${time}.`) ?? answered(fact),
      'A service takes 1,000 operations a minute from everybody together. Wait a little and try again.',
    ),
  'cloud-unavailable': (fact) => advice('Azure has a fault of its own', answered(fact), 'It was tried several times. Wait some minutes, then try again.'),
  'cloud-status': (fact) => advice('Azure answered something unexpected', answered(fact), 'Try again. If it stays, Azure’s own words are the best lead.'),

  'proxy-address': (fact) =>
    advice(
      'This cannot be the proxy’s address',
      seenOf(when(fact('address'), mono), why(ADDRESSES, fact)),
      'Enter the address that the proxy prints when it starts, such as `http://127.0.0.1:8787`, or one on this page’s own site.',
    ),
  'proxy-missing': (fact) =>
    advice(
      'No proxy answers there',
      seenOf(when(fact('address'), mono)),
      'Start it with `npm run proxy` in the folder of this project (Set up shows the whole command) and leave its window open. If the browser asks whether this page may reach your computer, allow it.',
    ),
  'emulator-missing': () =>
    advice('The EMULATOR does not answer', '', 'It lives on the server that gives out this page. Start that again with `npm start`, or leave the EMULATOR.'),

  'store-settings': (fact) =>
    advice(
      fact('field') === 'container' ? 'This cannot be a container' : 'This cannot be a storage account',
      seenOf(fact('field') === 'container' ? undefined : why(STORE_FIELDS, fact)),
      fact('field') === 'container'
        ? '3 to 63 lower-case letters, digits and single hyphens between them, such as `touchstone`.'
        : 'Enter the blob endpoint as the portal shows it, without a slash at its end: `https://NAME.blob.core.windows.net`.',
    ),
  'store-cors': (fact) =>
    advice(
      'The storage account does not answer to this page',
      seenOf(when(fact('host'), (host) => `${mono(host)} is there, but its CORS rules do not name this page`)),
      `An administrator adds the rule once: \`${corsCommand(account(fact), fact('origin') ?? 'https://PAGE')}\`.`,
    ),
  'store-role': (fact) =>
    advice(
      'Signed in, but without the role',
      answered(fact),
      'It takes the data role Storage Blob Data Contributor on the container; Owner or Contributor is not enough. A new role takes some minutes.',
    ),
  'store-shut': (fact) =>
    advice(
      'The storage account lets nobody in from here',
      answered(fact),
      'Its network rules, or a switch of the account, refuse this request whatever your role is. Whoever runs the account allows this network, or adds an exception.',
    ),
  'store-container': (fact) =>
    advice(
      when(fact('container'), (container) => `There is no container ${mono(container)}`) ?? 'There is no such container',
      seenOf(when(fact('host'), (host) => `in ${mono(host)}`)),
      `Correct its name, or have it made: \`${containerCommand(account(fact), fact('container') ?? 'touchstone')}\`.`,
    ),
  'store-conflict': (fact) =>
    advice(
      'Another record stands in this place already',
      seenOf(when(fact('name'), mono)),
      'Nothing was overwritten, and nothing more is sent from here: somebody changed one of the two. Export the records here, and have that blob looked at before anything else.',
    ),
  'store-altered': (fact) =>
    advice(
      'This is not what its name says',
      seenOf(when(fact('name'), mono)),
      'It was not taken. Somebody changed it in the store, or it was damaged: have that blob removed, and share the right one again.',
    ),

  'enrol-registration-id': (fact) =>
    advice(
      'The chip’s name cannot be a registration id',
      seenOf(when(fact('registrationId'), mono), why(IDS, fact)),
      'It is the common name of the certificate: up to 64 letters, digits and `-` `.` `_` `:`, with a letter or digit at both ends. It cannot be chosen otherwise.',
    ),
  'enrol-device-id': (fact) =>
    advice(
      'This cannot be a device id',
      seenOf(when(fact('deviceId'), mono), why(IDS, fact), when(fact('placeholder'), mono)),
      "Up to 128 letters, digits and signs of `- . + % _ # * ? ! ( ) , : = @ $ '`, without spaces. Placeholders: `{cn}`, `{serial}`, `{part}`, `{lot}`.",
    ),
  'enrol-tags': (fact) =>
    advice(
      'The tags cannot be used',
      seenOf(
        why(TAGS, fact),
        when(fact('path'), (path) => `at ${mono(path)}`) ?? when(fact('offset'), (offset) => `at character ${offset}`),
        when(fact('placeholder'), mono),
      ),
      'Write them as a JSON object, for example `{ "line": "FCT-01", "serial": "{serial}" }`.',
    ),
  'enrol-hub': (fact) =>
    advice(
      'One hub for all needs exactly one hub',
      seenOf(when(fact('hubs'), (hubs) => (hubs === '0' ? 'none is chosen' : `${hubs} are chosen`))),
      'Choose the hub, or another way of allocation.',
    ),
  'enrol-demo': () =>
    advice('A demo chip is not enrolled in Azure', 'Its certificate comes from a demo root that everybody has the key of.', 'Try it with the EMULATOR.'),
  'enrol-verdict': () =>
    advice('The verdict of this chip is not pass', '', 'Check it again on the bench. Whoever insists can enrol it all the same; that is noted in its record.'),
  'enrol-group': () =>
    advice(
      'No group enrollment on a shared signer',
      'Microchip’s signers sign the chips of all customers.',
      'A group would let in everybody’s Trust&GO chips. Enrol each chip by itself; in bulk that takes a minute for some thousands.',
    ),
  'enrol-other-certificate': (fact) =>
    advice(
      'This id is there already, with another certificate',
      seenOf(
        when(fact('registrationId'), mono),
        when(fact('sha256Thumbprint'), (print) => `SHA-256 ${mono(`${print.slice(0, 8)}…${print.slice(-8)}`)} is enrolled`),
      ),
      'Nothing was overwritten. Find out whose certificate that is; if it may go, delete that enrollment, then enrol this chip.',
    ),
  'enrol-entry': (fact) =>
    advice('This manifest entry cannot be used', seenOf(why(ENTRIES, fact)), 'Open it on the manifest desk: it says what is wrong with it.'),
  'enrol-duplicate': (fact) =>
    advice('The same chip twice', seenOf(when(fact('registrationId'), mono)), 'The first of them is enrolled, so nothing is missing.'),
  'enrol-mismatch': (fact) =>
    advice(
      'Azure shows another certificate than was sent',
      seenOf(
        when(fact('seen'), (print) => `seen ${mono(`${print.slice(0, 8)}…${print.slice(-8)}`)}`),
        when(fact('wanted'), (print) => `wanted ${mono(`${print.slice(0, 8)}…${print.slice(-8)}`)}`),
      ),
      'Do not rely on this enrollment. Look at it under Watch; if it is not yours to keep, delete it and enrol again.',
    ),
  'enrol-job-busy': () => advice('Another window is at this job', '', 'Go on there, or close that window and try again here.'),
  'enrol-job-kept': (fact) =>
    advice(
      'The browser does not keep the progress',
      seenOf(quoted(fact)),
      'Free some disk space, or allow this site to store data. Without that, a job could not be resumed after a reload, so it does not start.',
    ),
};
