import type { IdentityInput } from '../../scenario/identity.ts';

/** How a client of the registry differs from docker in the calls that its requests come to (facts 3.4). */
interface Client {
  /** Asks with HEAD for what a tag means, then with GET by that digest: a BatchGetImage each. */
  readonly looksTwice: boolean;
  /** Looks for the manifest before it pushes one. */
  readonly looksFirst: boolean;
  /** Media types of what it builds, unless a scenario says. */
  readonly format: 'docker' | 'oci';
}

const DOCKER: Client = { looksTwice: false, looksFirst: false, format: 'docker' };
const CONTAINERD: Client = { looksTwice: true, looksFirst: true, format: 'oci' };

const CLIENTS: Readonly<Record<NonNullable<IdentityInput['by']>, Client>> = {
  docker: DOCKER,
  buildx: { looksTwice: false, looksFirst: true, format: 'oci' },
  containerd: CONTAINERD,
  eks: CONTAINERD,
  // The agent of ECS pulls through docker, Fargate through containerd; Lambda's own reader is known to nobody outside.
  ecs: DOCKER,
  fargate: CONTAINERD,
  lambda: DOCKER,
};

/** The client that an identity pushes and pulls with. */
export function clientOf(identity: IdentityInput): Client {
  return CLIENTS[identity.by ?? 'docker'];
}
