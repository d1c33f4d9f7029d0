/**
 * The file `config.json` beside the page: what a site gives to everyone who opens it.
 * Floor: cloud. Read strictly: an unknown member is a mistake somebody wants to hear of. It holds nothing secret: a client id and a tenant are public.
 * `{ "clientId": "…", "tenant": "…", "cloud": "public", "proxy": "…", "emulator": "azure-emulator", "storeEndpoint": "…", "storeContainer": "…" }`, every
 * member optional, the last two together.
 * A server that answers every path with a page of HTML has no such file.
 */
import { TouchstoneError } from '../../base/index.ts';
import { isJsonObject, parseJson } from '../../formats/index.ts';
import type { JsonObject } from '../../formats/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import { readText } from '../http/read-text.ts';
import { NATIONAL_CLOUDS } from '../model.ts';
import type { CloudSettings, NationalCloud } from '../model.ts';
import type { StorePlace } from '../store/place.ts';

const LIMIT_BYTES = 16 * 1024;
const TIMEOUT_MS = 10_000;
const MEMBERS = ['clientId', 'tenant', 'cloud', 'proxy', 'emulator', 'storeEndpoint', 'storeContainer'];
const LOCAL = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/;

export interface SiteConfig {
  readonly settings: Partial<CloudSettings>;
  /** Address of the emulator, without a trailing slash; null for none. */
  readonly emulator: string | null;
  /** The shared store of this site's stations; checked where it is used. */
  readonly store?: StorePlace;
}

const bad = (url: URL, status: number, why: string): TouchstoneError<CloudErrorCode> =>
  new TouchstoneError<CloudErrorCode>('cloud-answer', { host: url.host, status, why });

/** The emulator is on the page's site or on this machine. */
function emulatorAt(text: string, url: URL): string | null {
  const address = URL.canParse(text, url.href) ? new URL(text, url) : null;
  if (address === null || (address.origin !== url.origin && !LOCAL.test(address.origin)) || address.search !== '' || address.hash !== '') return null;
  return `${address.origin}${address.pathname}`.replace(/\/+$/, '');
}

function parseConfig(json: JsonObject, url: URL): SiteConfig {
  const text = (name: string): string | undefined => {
    const value = json.get(name);
    if (value !== undefined && (typeof value !== 'string' || value.length > 500)) throw bad(url, 200, name);
    return value;
  };
  for (const name of json.keys()) if (!MEMBERS.includes(name)) throw bad(url, 200, name.slice(0, 60));
  const cloud = text('cloud');
  const isCloud = (value: string): value is NationalCloud => (NATIONAL_CLOUDS as readonly string[]).includes(value);
  if (cloud !== undefined && !isCloud(cloud)) throw bad(url, 200, 'cloud');
  const [clientId, tenant, proxy, emulatorText] = [text('clientId'), text('tenant'), text('proxy'), text('emulator')];
  const emulator = emulatorText === undefined || emulatorText === '' ? null : emulatorAt(emulatorText, url);
  if (emulatorText !== undefined && emulatorText !== '' && emulator === null) throw bad(url, 200, 'emulator');
  const settings = {
    ...(clientId === undefined ? {} : { clientId }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(cloud === undefined ? {} : { cloud }),
    ...(proxy === undefined ? {} : { proxy }),
  };
  const [endpoint, container] = [text('storeEndpoint'), text('storeContainer')];
  if ((endpoint === undefined) !== (container === undefined)) throw bad(url, 200, endpoint === undefined ? 'storeEndpoint' : 'storeContainer');
  return { settings, emulator, ...(endpoint === undefined || container === undefined ? {} : { store: { endpoint, container } }) };
}

/** Null when there is none. `address` is absolute. @throws cloud-answer, cloud-unreachable */
export async function readSiteConfig(address: string, fetchFile: typeof fetch): Promise<SiteConfig | null> {
  const url = new URL(address);
  const unreachable = (): TouchstoneError => new TouchstoneError<CloudErrorCode>('cloud-unreachable', { host: url.host, route: 'site' });
  const options = { cache: 'no-cache', credentials: 'same-origin', signal: AbortSignal.timeout(TIMEOUT_MS) } as const;
  const response = await fetchFile(url, options).catch(() => {
    throw unreachable();
  });
  const { status } = response;
  if (status === 404 || status === 410) return null;
  if (!response.ok) throw bad(url, status, 'status');
  if (/^text\/html\b/i.test(response.headers.get('content-type') ?? '')) return null;
  const text = await readText(response, LIMIT_BYTES).catch(() => {
    throw unreachable();
  });
  if (text === null) throw bad(url, status, 'too-long');
  const json = (() => {
    try {
      return parseJson(text.replace(/^\uFEFF/, ''), 4);
    } catch {
      throw bad(url, status, 'json');
    }
  })();
  if (!isJsonObject(json)) throw bad(url, status, 'json');
  return parseConfig(json, url);
}
