/** The wire protocols that AWS services speak, by what their answers look like. */
export type Protocol =
  | 'json-1.0'
  | 'json-1.1'
  /** AwsJson 1.1 in CBOR in place of JSON: how the SDK for Java speaks to Kinesis. */
  | 'cbor-1.1'
  | 'query'
  | 'ec2-query'
  | 'rest-json'
  | 'rest-xml'
  | 'rpc-v2-cbor';

/** Who is asked, for what, and how the answer has to be worded. */
export interface Call {
  /** As the JavaScript SDK's client package names it: `ecs`, `cloudwatch-logs`. */
  readonly service: string;
  /** The operation's name; for REST services, which name none on the wire, `METHOD /path`. */
  readonly operation: string;
  readonly protocol: Protocol;
  /** What the labels of a REST path hold, where a table tells them apart. */
  readonly labels?: Readonly<Record<string, string>>;
  /** The API version, where the protocol says it; names the XML namespace of a query answer. */
  readonly version?: string;
}
