import type { Mapping } from '../mapping.ts';

/** The ids that EC2 and its neighbours make. Those of a VPC endpoint may have the letters of a host behind. */
const ID =
  /(?<![0-9A-Za-z-])(?:i|mi|vpc|vpce|vpce-svc|subnet|sg|eni|vol|ami|igw|nat|rtb|acl|snap|eipalloc|eipassoc|lt|fs|pcx|tgw|dopt|r)-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-z])/g;
const ENDPOINT_HOST = /(?<![0-9A-Za-z-])(vpce-[0-9a-f]{17})-([0-9a-z]{8})(?=[.-])/g;
const DIRECTORY = /(?<![0-9A-Za-z-])d-[0-9a-f]{10}(?![0-9a-z])/g;
const ORGANIZATION =
  /(?<![0-9A-Za-z-])(?:o-[0-9a-z]{10,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}|r-[0-9a-z]{4,32}(?=\/ou-))(?![0-9A-Za-z-])/g;

/** Ids of instances, networks, endpoints, directories and organizations. */
export function resourceIds(text: string, mapping: Mapping): string {
  if (!text.includes('-')) return text;
  return text
    .replace(ENDPOINT_HOST, (_, id: string, host: string) => `${mapping.id(id)}-${mapping.id(`-${host}`).slice(1)}`)
    .replace(ID, (id) => mapping.id(id))
    .replace(DIRECTORY, (id) => mapping.id(id))
    .replace(ORGANIZATION, (id) => (/[0-9]/.test(id) || id.startsWith('ou-') ? mapping.organization(id) : id));
}
