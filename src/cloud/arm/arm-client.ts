/**
 * Resource Manager, reading: which subscriptions there are, and which provisioning services in one of them.
 * Floor: cloud. Knows no enrollments: this interface has no route to them.
 * Reference: Subscriptions - List 2019-06-01; Microsoft.Devices provisioningServices - List By Subscription 2022-12-12
 * (the first version with portalOperationsHostName); paging by `nextLink`.
 */
import type { CancelSignal, Clock } from '../../base/index.ts';
import type { JsonValue } from '../../formats/index.ts';
import { call } from '../http/call.ts';
import type { CloudAnswer, CloudHttp } from '../http/cloud-http.ts';
import { Fields, badAnswer, jsonOf } from '../http/fields.ts';
import { withRetry } from '../http/retry.ts';
import type { CloudRoute, NationalCloud, ProvisioningService, Subscription } from '../model.ts';
import { endpointsOf } from '../settings/endpoints.ts';
import type { TokenSource } from '../sign-in/sign-in.ts';
import { parseService, parseSubscription } from './parse-service.ts';

const SUBSCRIPTIONS_VERSION = '2019-06-01';
const SERVICES_VERSION = '2022-12-12';
const PAGE_LIMIT = 100;
const ITEMS_A_PAGE = 1_000;
const ID = /^[0-9a-f-]{1,64}$/i;

export interface ArmClientOptions {
  readonly http: CloudHttp;
  readonly token: TokenSource;
  readonly cloud: NationalCloud;
  /** `service`, or `emulator`. */
  readonly route: CloudRoute;
  readonly clock: Clock;
  readonly random: () => number;
}

interface PageAddress {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

export class ArmClient {
  readonly #options: ArmClientOptions;

  constructor(options: ArmClientOptions) {
    this.#options = options;
  }

  /** All that the account may see, as they come. @throws cloud-*, sign-in-* */
  subscriptions(signal?: CancelSignal): Promise<readonly Subscription[]> {
    return this.#list({ path: '/subscriptions', query: { 'api-version': SUBSCRIPTIONS_VERSION } }, parseSubscription, signal);
  }

  /** All provisioning services of one subscription. @throws cloud-*, sign-in-* */
  services(subscriptionId: string, signal?: CancelSignal): Promise<readonly ProvisioningService[]> {
    if (!ID.test(subscriptionId)) return Promise.resolve([]); // not an id that Resource Manager gave
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Devices/provisioningServices`;
    return this.#list({ path, query: { 'api-version': SERVICES_VERSION } }, parseService, signal);
  }

  async #list<T>(first: PageAddress, parse: (answer: CloudAnswer, value: JsonValue) => T, signal?: CancelSignal): Promise<readonly T[]> {
    const items: T[] = [];
    let page: PageAddress | null = first;
    for (let pages = 0; page !== null; pages++) {
      const answer: CloudAnswer = await this.#get(page, signal);
      if (pages >= PAGE_LIMIT) throw badAnswer(answer, 'pages');
      const fields = new Fields(answer, jsonOf(answer), 'list');
      for (const value of fields.list('value', ITEMS_A_PAGE)) items.push(parse(answer, value));
      page = this.#nextPage(answer, fields.text('nextLink', 8_192));
    }
    return items;
  }

  #get(page: PageAddress, signal?: CancelSignal): Promise<CloudAnswer> {
    const { http, token, cloud, route, clock, random } = this.#options;
    const request = { method: 'GET', host: endpointsOf(cloud).armHost, route, ...page } as const;
    return withRetry({ clock, random, signal }, () => call({ http, token }, request, [200], signal));
  }

  /** The link must lead to where the list came from. */
  #nextPage(answer: CloudAnswer, link: string | null): PageAddress | null {
    if (link === null || link === '') return null;
    const url = URL.canParse(link) ? new URL(link) : null;
    if (url?.protocol !== 'https:' || url.host !== endpointsOf(this.#options.cloud).armHost || url.username !== '' || url.password !== '')
      throw badAnswer(answer, 'nextLink');
    return { path: url.pathname, query: Object.fromEntries(url.searchParams) };
  }
}
