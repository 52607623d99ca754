/** No request of an embedded service is larger: PutRecords of Kinesis takes 10 MB, which JSON carries as base64. */
const CONNECTION_LIMIT = 16_777_216;
/** What all connections together may have in memory. */
const TOTAL_LIMIT = 16 * CONNECTION_LIMIT;
/** No SDK sends more requests on one connection before the first is answered; HTTP/2 has a limit of its own. */
const REQUEST_LIMIT = 1_000;

/** What one connection has in memory: bodies of requests that are not answered yet. */
interface Load {
  bytes: number;
  requests: number;
}

const loads = new WeakMap<object, Load>();
let total = 0;

/** What one request adds to the load of its connection, until it is answered. */
export class Burden {
  readonly #load: Load;
  #bytes = 0;
  #carried = true;

  /** `connection` is whatever stands for it. */
  constructor(connection: object) {
    let load = loads.get(connection);
    if (load === undefined) loads.set(connection, (load = { bytes: 0, requests: 0 }));
    this.#load = load;
    load.requests += 1;
  }

  /** Whether its connection asks for more at once than anybody has need of. */
  get isTooMuch(): boolean {
    return this.#load.requests > REQUEST_LIMIT;
  }

  /** Takes bytes in, unless the connection (`large`) or all of them (`busy`) hold too many: then those that were taken in are let go. */
  take(bytes: number): 'taken' | 'large' | 'busy' {
    const refused =
      this.#load.bytes + bytes > CONNECTION_LIMIT ? 'large' : total + bytes > TOTAL_LIMIT ? 'busy' : undefined;
    if (refused !== undefined) {
      this.#add(-this.#bytes);
      return refused;
    }
    this.#add(bytes);
    return 'taken';
  }

  /** Takes it off its connection; once is enough. */
  lift(): void {
    if (!this.#carried) return;
    this.#carried = false;
    this.#load.requests -= 1;
    this.#add(-this.#bytes);
  }

  #add(bytes: number): void {
    this.#bytes += bytes;
    this.#load.bytes += bytes;
    total += bytes;
  }
}
