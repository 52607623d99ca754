import type { Call } from './call.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { Routed } from './route.ts';

/** The name of a shape in the table, or of one of these, which have no constraints. */
export type ShapeName = string;

/** What a value has to be. Lengths of texts count UTF-16 units, as the services do. */
export type Shape =
  | {
      readonly type: 'structure';
      readonly members: Readonly<Record<string, ShapeName>>;
      readonly required?: readonly string[];
      /** Where HTTP carries a member that is not in the body. */
      readonly at?: Readonly<Record<string, Binding>>;
      /** What XML calls the members whose elements have other names. */
      readonly xml?: Readonly<Record<string, string>>;
      /** The lists that XML has no element for, but one for each of their items. */
      readonly flat?: readonly string[];
      /** What XML calls the element of the whole, where it is not the shape's name. */
      readonly root?: string;
    }
  | {
      readonly type: 'list';
      readonly of: ShapeName;
      readonly min?: number;
      readonly max?: number;
      /** What XML calls an item; `member` unless told. */
      readonly item?: string;
    }
  | {
      readonly type: 'map';
      readonly key: ShapeName;
      readonly of: ShapeName;
      readonly min?: number;
      readonly max?: number;
    }
  | Scalar;

/** A shape without parts. A number's bounds are of its value, all others' of their length. */
export interface Scalar {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document';
  readonly min?: number;
  readonly max?: number;
  /** In Java's dialect, as the service words it. */
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** `uri`: a label of the path; `payload`: the body itself; `status`: of the answer; the others with the name they have there. */
export type Binding =
  | 'uri'
  | 'payload'
  | 'status'
  | 'query'
  | `header ${string}`
  | `headers ${string}`
  | `query ${string}`;

/** One operation of a service. */
export interface OperationModel {
  readonly input?: ShapeName;
  /** Of services whose answers need it: REST and query. */
  readonly output?: ShapeName;
  /** Method, path with its labels in braces, and the status of success. */
  readonly http?: readonly [method: string, path: string, status: number];
}

/** How the requests of a service are read and its answers written that has ways of its own on the wire. */
export interface Codec {
  /** The operation a request is for, with what its path and host name. */
  route(request: HttpRequest): Routed | undefined;
  /** What the operation is given. Throws the `Fault` that the service answers to what cannot be read. */
  read(request: HttpRequest, call: Call): unknown;
  write(call: Call, output: unknown): HttpResponse;
  /** What an operation was given as whoever reads of the call is shown it: texts in place of bytes. */
  shown(input: unknown): unknown;
}

/** What a service's clients and its model say of its wire. Generated; see `model/`. */
export interface Model {
  readonly version: string;
  /** The code of the error it answers to input that breaks a constraint; without one it checks in words of its own. */
  readonly invalid?: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  /** Status of the errors that are not 400, by code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Codes that the query protocol gives to errors, by the names clients know. */
  readonly queryCodes?: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<ShapeName, Shape>>;
  /** Of services whose requests are read in no other way. */
  readonly codec?: Codec;
}
