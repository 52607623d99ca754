/** An error that AWS answers with. Thrown by the embedded services, worded by `writeFault` in the caller's protocol. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** The error code, such as `ClusterNotFoundException`: what the SDK makes the name of the error it throws. */
  readonly code: string;
  /** 400 unless told; 5xx is the service's own fault, and SDK clients try it again. */
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}
