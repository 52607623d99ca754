import type { Answer } from '../../embedded/door/door.ts';
import { listen, type Listener } from '../../embedded/door/listener.ts';
import { Fault } from '../../wire/fault.ts';
import type { HttpResponse } from '../../wire/http.ts';
import { readCall } from '../../wire/read.ts';
import { writeFault } from '../../wire/write.ts';

/** The name by which a container knows the machine it runs on. */
export const HOST_NAME = 'host.docker.internal';

/** A door that containers of one consumer find under the name of their host; it is closed when the consumer is gone. */
export interface ContainerDoor extends AsyncDisposable {
  /** What `AWS_ENDPOINT_URL` is in the container. */
  readonly url: string;
}

/**
 * Opens a door for a container, at the address of Docker's own bridge, which nothing outside of this machine reaches. Where Docker runs in
 * a machine of its own, as on a desktop, it leads the name to the loopback address of this one.
 */
export async function openContainerDoor(answer: Answer, gateway: string | undefined): Promise<ContainerDoor> {
  const guarded: Answer = (request, origin) => {
    const host = (request.headers['host'] ?? '').replace(/:\d*$/, '').toLowerCase();
    if (host === HOST_NAME && request.headers['origin'] === undefined) return answer(request, origin);
    const refused = new Fault(
      'AccessDeniedException',
      `Cannot serve the host "${host}": this door is for a container`,
      403,
    );
    return Promise.resolve<HttpResponse>(writeFault(readCall(request), refused, crypto.randomUUID()));
  };
  const listener = await listenAt(guarded, gateway);
  return {
    url: `http://${HOST_NAME}:${listener.port}`,
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}

async function listenAt(answer: Answer, gateway: string | undefined): Promise<Listener> {
  if (gateway === undefined) return listen(answer);
  try {
    return await listen(answer, { host: gateway });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRNOTAVAIL') throw error;
    return listen(answer);
  }
}
