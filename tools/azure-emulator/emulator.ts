/**
 * The emulator as a whole: a request in, faults and CORS around it, the right service behind it.
 * Local tool. Knows nothing of what the services do. Reference: README.md; the notes on Azure.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/read-body.ts';
import { readAddress, readSegments } from './address.ts';
import type { Address, AzureAddress } from './address.ts';
import { answerArm } from './arm.ts';
import { answerControl } from './control-http.ts';
import { makeControl } from './control.ts';
import type { Control, ControlParts } from './control.ts';
import { answerPreflight, corsHeaders } from './cors.ts';
import { answerDevice } from './device.ts';
import { settle } from './dps/registrations.ts';
import type { RegistrationOrder } from './dps/registrations.ts';
import { answerService } from './dps/service.ts';
import { empty, json, Refusal } from './exchange.ts';
import type { Answer, Question } from './exchange.ts';
import { FaultList, spoil } from './faults.ts';
import { answerHub } from './hub.ts';
import { answerLogin } from './login/service.ts';
import { LoginSession } from './login/session.ts';
import { completeOptions } from './options.ts';
import type { EmulatorOptions } from './options.ts';
import { clientCertificateOf, IdleConnections, plainHeaders, sendAnswer } from './receive.ts';
import { makeModel } from './seed.ts';
import { takeSnapshot } from './snapshot.ts';
import type { EmulatorState } from './snapshot.ts';
import { TokenOffice } from './tokens.ts';

const MOST_RECORDED = 20_000;

/** A request without a socket. `url` is a whole address; names of headers in lower case. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly clientCertificate?: Uint8Array;
}

export interface Emulator {
  readonly control: Control;
  /** A plain copy of everything, as of now. */
  readonly state: EmulatorState;
  /** A listener for node's http and https servers. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** The same without a socket; null: the connection was dropped. */
  answer(request: PlainRequest): Promise<Answer | null>;
  /** The same as a `fetch`: TypeError for a dropped connection. It does not play the browser's part of CORS. */
  readonly fetch: typeof globalThis.fetch;
}

function makeParts(options: EmulatorOptions): ControlParts {
  const world = { options, model: makeModel(options), tokens: new TokenOffice(options) };
  return { world, faults: new FaultList(options.random), session: new LoginSession(world), orders: new Map<string, RegistrationOrder>() };
}

/** The right answer; null where nothing has that name. */
function serve({ world, session, orders }: ControlParts, question: Question, base: string): Answer | null {
  const { services, hubs } = world.model;
  switch (question.kind) {
    case 'login':
      return answerLogin(world, session, question, base);
    case 'arm':
      return answerArm(world, question);
    case 'device':
      return answerDevice(world, question, orders);
    case 'hub': {
      const hub = hubs.find((candidate) => candidate.name === question.name);
      return hub ? answerHub(world, hub, question) : null;
    }
    case 'dps':
    case 'portal': {
      const service = services.find((candidate) => candidate.name === question.name);
      return service ? answerService(world, service, question) : null;
    }
  }
}

function serveOrRefuse(parts: ControlParts, question: Question, base: string): Answer | null {
  settle(parts.world);
  try {
    return serve(parts, question, base);
  } catch (cause) {
    if (cause instanceof Refusal) return cause.answer;
    throw cause;
  }
}

/** Around the service: preflight, faults, CORS, the record. */
async function answerAzure(parts: ControlParts, question: Question, base: string): Promise<Answer | null> {
  const { options, model } = parts.world;
  const work = async (): Promise<Answer | null> => {
    const preflight = answerPreflight(options, question);
    if (preflight) return preflight;
    const rule = parts.faults.choose(question);
    if (rule?.fault.kind === 'slow') await options.wait(rule.fault.delayMs);
    if (question.kind === 'login' && parts.session.delayMs > 0) await options.wait(parts.session.delayMs);
    if (!rule) return serveOrRefuse(parts, question, base);
    const right = rule.when === 'after' || rule.fault.kind === 'slow' ? serveOrRefuse(parts, question, base) : null;
    const spoilt = spoil(rule.fault, question.kind);
    return spoilt === undefined ? right : spoilt;
  };
  const answer = await work();
  if (model.requests.length >= MOST_RECORDED) model.requests.shift();
  const { method, kind, host, rawPath, headers } = question;
  model.requests.push({ atMs: options.clock.now(), method, kind, host, path: rawPath, origin: headers['origin'] ?? null, status: answer?.status ?? 0 });
  return answer && { ...answer, headers: { ...answer.headers, ...corsHeaders(options, question) } };
}

function makeQuestion(address: AzureAddress, request: PlainRequest): Question | null {
  const path = readSegments(address.rawPath);
  return (
    path && {
      method: request.method.toUpperCase(),
      kind: address.kind,
      host: address.host,
      name: address.name,
      path,
      rawPath: address.rawPath,
      query: new URLSearchParams(address.query),
      headers: request.headers ?? {},
      body: request.body ?? '',
      clientCertificate: request.clientCertificate ?? null,
    }
  );
}

/** Whether a request to the control comes from a page of the same origin, or from no page at all. */
function fromHome(headers: Readonly<Record<string, string>>): boolean {
  const { origin, host } = headers;
  if (origin === undefined)
    return headers['sec-fetch-site'] === undefined || headers['sec-fetch-site'] === 'same-origin' || headers['sec-fetch-site'] === 'none';
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Makes an emulator; see README.md for the options. */
export function createEmulator(given: Partial<EmulatorOptions> = {}): Emulator {
  const options = completeOptions(given);
  let parts = makeParts(options);
  const connections = new IdleConnections();
  const plainControl = makeControl(
    () => parts,
    () => {
      parts = makeParts(options);
    },
  );
  const control: Control = {
    ...plainControl,
    fault(rule) {
      const remove = plainControl.fault(rule);
      if (rule.fault.kind === 'drop') connections.close();
      return remove;
    },
  };
  const snapshot = (): EmulatorState => {
    settle(parts.world);
    return takeSnapshot(parts.world, parts.session);
  };
  const respond = async (address: Address, origin: string, request: PlainRequest): Promise<Answer | null> => {
    if (address.place === 'azure') {
      const question = makeQuestion(address, request);
      return question ? answerAzure(parts, question, address.prefix === '' ? `https://${address.host}` : `${origin}${address.prefix}`) : empty(400);
    }
    if (address.place === 'unknown' || options.control === 'off') return json(404, { error: 'this emulator has no such address' });
    if (!fromHome(request.headers ?? {})) return json(403, { error: 'the control is for the page of the same origin' });
    return answerControl(control, { method: request.method, name: address.name, body: request.body ?? '' }, snapshot);
  };
  const answer = (request: PlainRequest): Promise<Answer | null> => {
    const url = new URL(request.url);
    return respond(readAddress(url.host, `${url.pathname}${url.search}`, options.mount), url.origin, request);
  };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? 'GET';
    const headers = plainHeaders(request);
    const body = await readBody(request, options.bodyLimitBytes);
    if (body === 'gone') return sendAnswer(response, null, method);
    if (body === 'too-long') return sendAnswer(response, json(413, { message: 'the body is too long' }, { connection: 'close' }), method);
    const clientCertificate = clientCertificateOf(request);
    const target = request.url ?? '/';
    const host = headers['host'] ?? '';
    const scheme = clientCertificate !== null || 'encrypted' in request.socket ? 'https' : 'http';
    const plain = { method, url: target, headers, body, ...(clientCertificate ? { clientCertificate } : {}) };
    sendAnswer(response, await respond(readAddress(host, target, options.mount), `${scheme}://${host}`, plain), method);
  };
  return {
    control,
    get state() {
      return snapshot();
    },
    handle(request, response) {
      connections.watch(request, response);
      if (parts.faults.drops) response.setHeader('connection', 'close');
      receive(request, response).catch(() => {
        response.destroy(); // never a word of what went wrong: it may have come from a request
      });
    },
    answer,
    async fetch(input, init) {
      const request = new Request(input, init);
      const body = await request.text();
      const got = await answer({ method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body });
      request.signal.throwIfAborted();
      if (!got) throw new TypeError('Failed to fetch');
      return new Response(got.status === 204 ? null : Buffer.from(got.body), { status: got.status, headers: { ...got.headers } });
    },
  };
}
