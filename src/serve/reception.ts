import { randomUUID } from 'node:crypto';
import { isDistribution } from '../distribution/is-distribution.ts';
import type { Answer } from '../embedded/door/door.ts';
import { Fault } from '../wire/fault.ts';
import type { HttpRequest, HttpResponse } from '../wire/http.ts';
import { readCall } from '../wire/read.ts';
import { serviceName } from '../wire/service-name.ts';
import { checkSignature, type Keys } from '../wire/signature/check-signature.ts';
import { writeFault } from '../wire/write.ts';
import { toMilliseconds } from '../scenario/duration.ts';
import type { ServerClock } from './server-clock.ts';
import { turnAway } from './visitor.ts';

/** Whom a server lets in, and what becomes of its failures. */
export interface House {
  readonly host: string;
  readonly allowed: readonly string[];
  readonly secretOf?: Keys['secretOf'];
  readonly region: string;
  readonly clock: ServerClock;
  readonly failed: (error: unknown) => void;
}

/** What is asked of the server itself: no bucket of S3 can have this name. */
const OWN = '/_ecreplay/';
/** Where a manual clock is moved: `POST /_ecreplay/clock?advance=5m`. */
const CLOCK = `${OWN}clock`;
const DURATION = /^\d{1,9}(?:\.\d+)?(?:ms|s|m|h|d)$/;

/** Stands before the services: turns away who must not come in, and answers for the server when a service fails. */
export function reception(call: Answer, house: House): Answer {
  const { clock, secretOf, region, failed } = house;
  return async (request, origin) => {
    const refused = turnAway(request, house);
    if (refused !== undefined) return inItsWords(request, refused);
    try {
      if (request.url.startsWith(OWN)) return await ownAnswer(request, clock);
      // Container clients sign nothing: they come with a token.
      if (secretOf !== undefined && request.cut === undefined && !isDistribution(request))
        checkSignature(request, { secretOf, region }, Date.now());
      const answering = call(request, origin);
      if (clock.settle === undefined) return await answering;
      // What is due is done before the answer goes out; what the answer waits for may well be among it.
      const [answered] = await Promise.all([answering, clock.settle()]);
      // And what the call itself has set going.
      await clock.settle();
      return answered;
    } catch (error) {
      if (error instanceof Fault) return inItsWords(request, error);
      failed(error);
      return inItsWords(request, new Fault('InternalFailure', 'The server has a defect', 500));
    }
  };
}

function inItsWords(request: HttpRequest, fault: Fault): HttpResponse {
  return writeFault(readCall(request, serviceName(request.headers, request.url)), fault, randomUUID());
}

async function ownAnswer({ method, url }: HttpRequest, clock: ServerClock): Promise<HttpResponse> {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname !== CLOCK) return text(404, `Cannot answer "${pathname}": there is only ${CLOCK}`);
  const by = searchParams.get('advance');
  if (method === 'POST') {
    if (clock.settle === undefined) return text(409, 'Cannot move the clock: it is real, wanted --clock manual');
    if (by === null || !DURATION.test(by)) {
      return text(400, `Cannot move the clock by "${by ?? ''}": wanted "advance", a duration such as 5m`);
    }
    await clock.advance(toMilliseconds(by));
  }
  return text(200, new Date(clock.agenda.now()).toISOString());
}

function text(status: number, body: string): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain' }, body: `${body}\n` };
}
