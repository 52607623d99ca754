/** Media types that containerd and docker accept, in the order that a real node's request shows (facts 2.3). */
export const ACCEPTED = [
  'application/vnd.docker.distribution.manifest.v1+prettyjws',
  'application/json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.index.v1+json',
] as const;
