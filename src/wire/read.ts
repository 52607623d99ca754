import { gunzipSync } from 'node:zlib';
import type { Call, Protocol } from './call.ts';
import { readCbor, type Moments } from './cbor.ts';
import { Fault } from './fault.ts';
import type { HttpRequest } from './http.ts';
import { readQuery } from './query.ts';
import { typedQuery } from './typed-query.ts';
import { checkInput } from './check/check-input.ts';
import type { Model } from './model.ts';
import { readRestInput } from './rest.ts';
import { routeOf } from './route.ts';
import { serviceName } from './service-name.ts';
import { fromSqsQuery } from './sqs-query.ts';

/** REST services whose bodies are XML; every other one speaks JSON. */
const REST_XML = new Set(['cloudfront', 's3', 's3-control', 'route-53']);

/** Finds out who is asked for what; a table names the operations of REST services. Never throws: what cannot be told is named as far as it can be. */
export function readCall(request: HttpRequest, service = serviceName(request.headers), model?: Model): Call {
  const { headers } = request;
  // An object may look like anything, also like a call of another protocol.
  if (model?.codec !== undefined) {
    const operation = `${request.method} ${pathOf(request)}`;
    return { service, operation, ...model.codec.route(request), protocol: 'rest-xml' };
  }
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const type = headers['content-type'] ?? '';
    const protocol = type.includes('x-amz-cbor') ? 'cbor-1.1' : type.includes('json-1.0') ? 'json-1.0' : 'json-1.1';
    return { service, operation: target.slice(target.lastIndexOf('.') + 1), protocol };
  }
  const path = pathOf(request);
  const rpc = /\/service\/[^/]+\/operation\/([^/?]+)$/.exec(path);
  if (headers['smithy-protocol'] === 'rpc-v2-cbor' && rpc?.[1] !== undefined) {
    return { service, operation: rpc[1], protocol: 'rpc-v2-cbor' };
  }
  const form = new URLSearchParams(request.cut !== undefined ? '' : formOf(request));
  const action = form.get('Action') ?? (isForm(request) ? '' : null);
  if (action !== null) {
    const version = form.get('Version');
    return {
      service,
      operation: action,
      protocol: service === 'ec2' ? 'ec2-query' : 'query',
      ...(version !== null && { version }),
    };
  }
  const routed = model === undefined ? undefined : routeOf(model, request.method, request.url);
  return {
    service,
    operation: `${request.method} ${path}`,
    ...routed,
    protocol: REST_XML.has(service) ? 'rest-xml' : 'rest-json',
  };
}

/**
 * Reads what an operation of a known service was given, with the types of its model, and holds it against the model's constraints. Bytes
 * and moments stay as the protocol gives them: JSON has base64 and seconds. Throws the `Fault` that the service answers.
 */
export function readTypedInput(request: HttpRequest, call: Call, model: Model): unknown {
  const { operation, protocol, labels } = call;
  const known = Object.hasOwn(model.operations, operation) ? model.operations[operation] : undefined;
  if (known === undefined) throw unknownOperation(call);
  let input: unknown;
  if (model.codec !== undefined) {
    refuseCut(request);
    input = model.codec.read(request, call);
  } else if (protocol === 'rest-json') {
    input = readRestInput(model, known, labels ?? {}, request, inflate(request));
  } else {
    input = readInput(request, protocol);
    if (protocol === 'query' && call.service === 'sqs') {
      input = fromSqsQuery(operation, input, `http://${request.headers['host'] ?? ''}${pathOf(request)}`);
    }
    if (protocol === 'query' && known.input !== undefined) input = typedQuery(model, known.input, input);
  }
  if (known.input !== undefined) checkInput(model, known.input, input);
  return input;
}

/** What a service answers to an operation that it does not have. */
function unknownOperation({ operation, protocol, version }: Call): Fault {
  if (protocol === 'query') {
    return new Fault(
      'InvalidAction',
      `Could not find operation ${operation} for version ${version ?? 'NO_VERSION_SPECIFIED'}`,
    );
  }
  if (protocol === 'rest-xml') {
    return new Fault('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
  return new Fault('UnknownOperationException', '', protocol === 'rest-json' ? 404 : 400);
}

/** Reads what the operation was given. Throws the `Fault` that AWS answers to a body that cannot be read. */
export function readInput(request: HttpRequest, protocol: Protocol): unknown {
  const body = inflate(request);
  switch (protocol) {
    case 'json-1.0':
    case 'json-1.1':
      return readJson(body);
    case 'query':
    case 'ec2-query':
      return readQuery(formOf(request));
    case 'rpc-v2-cbor':
      return readCborBody(body, 'seconds');
    case 'cbor-1.1':
      return readCborBody(body, 'milliseconds');
    case 'rest-json':
    case 'rest-xml':
      return readRest(request, body);
  }
}

function pathOf({ url }: HttpRequest): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function formOf(request: HttpRequest): string {
  const search = request.url.indexOf('?');
  return isForm(request) ? textOf(inflate(request)) : search === -1 ? '' : request.url.slice(search + 1);
}

function isForm({ headers }: HttpRequest): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

function refuseCut({ cut }: HttpRequest): void {
  if (cut === 'large')
    throw new Fault('RequestEntityTooLargeException', 'Request size exceeded the limit of 16777216 bytes', 413);
  if (cut === 'busy') throw new Fault('ServiceUnavailable', 'The server holds as many requests as it can', 503);
}

/** SDK clients compress large requests where the service's model allows it. */
function inflate(request: HttpRequest): Uint8Array {
  refuseCut(request);
  const { headers, body } = request;
  if (headers['content-encoding']?.includes('gzip') !== true) return body;
  try {
    return gunzipSync(body, { maxOutputLength: 16_777_216 });
  } catch {
    return body;
  }
}

/** Without a copy of the bytes. */
function textOf({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('utf8');
}

function readJson(body: Uint8Array): unknown {
  const text = textOf(body);
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Fault('SerializationException', `The request body is not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Fault('SerializationException', 'The request body is not a JSON object');
  }
  return value;
}

function readCborBody(body: Uint8Array, moments: Moments): unknown {
  if (body.length === 0) return {};
  try {
    return readCbor(body, moments);
  } catch (error) {
    throw new Fault('SerializationException', `The request body is not CBOR: ${(error as Error).message}`);
  }
}

/** Without the service's own table a REST input is what HTTP says it is: the query string, and the body as JSON or as text. */
function readRest(request: HttpRequest, body: Uint8Array): unknown {
  const search = request.url.indexOf('?');
  const query = search === -1 ? {} : Object.fromEntries(new URLSearchParams(request.url.slice(search + 1)));
  const text = textOf(body);
  return { ...(Object.keys(query).length > 0 && { query }), ...(text !== '' && { body: readText(text) }) };
}

function readText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
