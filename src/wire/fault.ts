/** An error that AWS answers with. Thrown by the embedded services, worded by `writeFault` in the caller's protocol. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** The error code, such as `ClusterNotFoundException`: what the SDK makes the name of the error it throws. */
  readonly code: string;
  /** 400 unless told; 5xx is the service's own fault, and SDK clients try it again. */
  readonly status: number;
  /** What the query protocol calls the error, where a service that once spoke it (SQS) has kept the name for its clients. */
  readonly queryCode: string | undefined;

  /** What the error says besides, in members of its own, as those of DynamoDB do; JSON has them. */
  readonly members: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: string,
    message: string,
    status = 400,
    queryCode?: string,
    members?: Readonly<Record<string, unknown>>,
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.queryCode = queryCode;
    this.members = members;
  }
}
