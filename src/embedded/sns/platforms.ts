import type { Scene } from '../scene.ts';
import { invalid, notFound } from './faults.ts';
import { partitionOf } from '../partition.ts';

type Attributes = Readonly<Record<string, string>>;

/** One device that an application runs on. */
export interface Endpoint {
  readonly arn: string;
  attributes: Attributes;
}

/** An application for telephones, with the devices it is known to run on. */
export interface PlatformApplication {
  readonly arn: string;
  attributes: Attributes;
  /** By the device's token. */
  readonly endpoints: Map<string, Endpoint>;
}

/** What of applications can be pushed to; nothing that is pushed leaves this AWS. */
export interface Platforms {
  create(name: string, platform: string, attributes: Attributes): PlatformApplication;
  application(arn: string): PlatformApplication;
  all(): Iterable<PlatformApplication>;
  remove(arn: string): void;
  register(applicationArn: string, token: string, attributes: Attributes): Endpoint;
  /** The device of that ARN, if there is one. */
  endpoint(arn: string): Endpoint | undefined;
  forget(endpointArn: string): void;
}

const PLATFORMS = new Set(['ADM', 'APNS', 'APNS_SANDBOX', 'Baidu', 'FCM', 'GCM', 'MPNS', 'WNS']);

/** Opens an account without applications. */
export function openPlatforms({ account, region, random }: Scene): Platforms {
  const applications = new Map<string, PlatformApplication>();
  const base = `arn:${partitionOf(region)}:sns:${region}:${account}`;

  function application(arn: string): PlatformApplication {
    const found = applications.get(arn);
    if (found === undefined) throw notFound('PlatformApplication');
    return found;
  }

  function endpoint(arn: string): Endpoint | undefined {
    return [...applications.values()]
      .flatMap(({ endpoints }) => [...endpoints.values()])
      .find((each) => each.arn === arn);
  }

  return {
    application,
    endpoint,
    all: () => applications.values(),
    create: (name, platform, { PlatformPrincipal: principal, PlatformCredential: credential, ...attributes }) => {
      if (!/^[\w.-]{1,256}$/.test(name)) throw invalid(`${name} Reason: must be at most 256 characters long`);
      if (!PLATFORMS.has(platform)) throw invalid(`Platform Reason: ${platform} is not supported`);
      if (principal === undefined && credential !== undefined) {
        throw invalid('Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal');
      }
      if (principal !== undefined && credential === undefined) {
        throw invalid('Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential');
      }
      const arn = `${base}:app/${platform}/${name}`;
      const made = { arn, attributes: { Enabled: 'true', ...attributes }, endpoints: new Map<string, Endpoint>() };
      applications.set(arn, made);
      return made;
    },
    remove: (arn) => void applications.delete(arn),
    register: (applicationArn, token, given) => {
      const { arn, endpoints } = application(applicationArn);
      const attributes = { Enabled: 'true', Token: token, ...given };
      const existing = endpoints.get(token);
      if (existing === undefined) {
        const made = { arn: `${arn.replace(':app/', ':endpoint/')}/${random.uuid()}`, attributes };
        endpoints.set(token, made);
        return made;
      }
      if (!isSame(existing.attributes, attributes)) {
        throw invalid(
          `Token Reason: Endpoint ${existing.arn} already exists with the same Token, but different attributes.`,
        );
      }
      return existing;
    },
    forget: (endpointArn) => {
      for (const { endpoints } of applications.values()) {
        for (const [token, { arn }] of endpoints) if (arn === endpointArn) endpoints.delete(token);
      }
    },
  };
}

function isSame(a: Attributes, b: Attributes): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((name) => a[name] === b[name]);
}
