/** An error that AWS answers with. Thrown by the embedded services, worded by `writeFault` in the caller's protocol. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** The error code, such as `ClusterNotFoundException`: what the SDK makes the name of the error it throws. */
  readonly code: string;
  /** 400 unless told; 5xx is the service's own fault, and SDK clients try it again. */
  readonly status: number;
  /** What the query protocol calls the error, where a service that once spoke it (SQS) has kept the name for its clients. */
  readonly queryCode: string | undefined;

  constructor(code: string, message: string, status = 400, queryCode?: string) {
    super(message);
    this.code = code;
    this.status = status;
    this.queryCode = queryCode;
  }
}
