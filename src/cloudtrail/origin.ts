import type { ApiCall, JsonObject, Tool } from '../registry/activity.ts';
import { domainOf } from '../registry/state.ts';
import { INTERNAL } from './identity.ts';

const EXAMPLE_ADDRESS = '203.0.113.12';

interface Origin {
  readonly address: string;
  readonly agent: string;
}

const PROXY: Origin = { address: INTERNAL, agent: INTERNAL };
const CLOUDFORMATION: Origin = { address: 'cloudformation.amazonaws.com', agent: 'cloudformation.amazonaws.com' };

/**
 * Where a call came from, in the words of the trail. The registry's proxy hides the client altogether: docker, buildx,
 * containerd and everything else that speaks its protocol look alike (facts 3.1).
 */
export function origin(call: ApiCall): Origin {
  const { caller } = call;
  if (caller.via === 'registry') return PROXY;
  if (caller.via === 'cloudformation') return CLOUDFORMATION;
  if (caller.via === 'service') {
    const by = caller.invokedBy ?? INTERNAL;
    return { address: caller.sourceIPAddress ?? by, agent: caller.userAgent ?? by };
  }
  return { address: caller.sourceIPAddress ?? EXAMPLE_ADDRESS, agent: caller.userAgent ?? AGENTS[caller.via](call) };
}

function kebab(operation: string): string {
  return operation.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}

/** The service that the client called: what KMS sees is still the command that the caller ran. */
function apiOf({ service }: ApiCall): 'ecr' | 'sts' {
  return service === 'sts' ? 'sts' : 'ecr';
}

const GO = 'ua/2.1 os/linux lang/go#1.24.2 md/GOOS#linux md/GOARCH#amd64';
const JS = 'ua/2.1 os/linux#6.1.0 lang/js md/nodejs#24.21.0';

/** The user agent of each tool, as its own sources and real records have it (DISCOVERIES, "Who calls"). */
const AGENTS: Readonly<Record<Exclude<Tool, 'cloudformation'>, (call: ApiCall) => string>> = {
  // Console actions show the person's own address beside this (226 of 256 real records).
  console: () => INTERNAL,
  cli: (call) => {
    const { operation, during = operation } = call;
    const command = operation === 'GetAuthorizationToken' ? 'get-login-password' : kebab(during);
    return `aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.13.4 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#${apiOf(call)}.${command}`;
  },
  sdk: (call) => `aws-sdk-js/3.1169.0 ${JS} api/${apiOf(call)}#3.1169.0`,
  terraform: (call) =>
    `APN/1.0 HashiCorp/1.0 Terraform/1.13.0 (+https://www.terraform.io) terraform-provider-aws/6.53.0 aws-sdk-go-v2/1.42.0 ${GO} api/${apiOf(call)}#1.50.1 m/n`,
  'github-actions': (call) =>
    `aws-sdk-js/3.1169.0 ${JS} api/${apiOf(call)}#3.1169.0 configure-aws-credentials-for-github-actions`,
  'credential-provider': (call) => `aws-sdk-go-v2/1.36.3 ${GO} api/${apiOf(call)}#1.43.3`,
  'ecs-agent': () => 'Amazon ECS Agent - v1.94.0 (*2f9a3c41) (linux) (+http://aws.amazon.com/ecs/)',
};

/** Who opens the connection itself; console and CloudFormation are inside AWS, and so is the registry's proxy. */
const OPENS_TLS: ReadonlySet<string> = new Set([
  'cli',
  'sdk',
  'terraform',
  'github-actions',
  'credential-provider',
  'ecs-agent',
]);

/** The connection of a direct call; calls inside AWS have none to tell of. */
export function tlsDetails({ caller, service }: ApiCall, region: string): JsonObject | undefined {
  if (service === 'kms' || !OPENS_TLS.has(caller.via)) return undefined;
  const host = service === 'sts' ? 'sts' : 'api.ecr';
  return {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: `${host}.${region}.${domainOf(region)}`,
  };
}
