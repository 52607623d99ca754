import type { Instant } from '../clock.ts';

/** JSON as AWS exchanges it; absent members are left out, never `undefined`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json;
}

/** Who made a call, and from where. What each kind carries is said in facts 2.7 of the CloudTrail user guide's userIdentity page. */
export interface Caller {
  readonly kind:
    | 'Root'
    | 'IAMUser'
    | 'AssumedRole'
    | 'FederatedUser'
    | 'AWSService'
    | 'AWSAccount'
    /** Whoever exchanges a token of an identity provider for a role; only calls of STS show them. */
    | 'WebIdentityUser'
    | 'SAMLUser'
    | 'none';
  readonly accountId: string;
  readonly principalId?: string;
  readonly arn?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  /** Present for temporary credentials, and for long-term keys once the registry's token acts for them. */
  readonly session?: {
    readonly creationDate: Instant;
    readonly mfa: boolean;
    readonly issuer?: {
      readonly type: 'Role' | 'Root' | 'IAMUser';
      readonly principalId: string;
      readonly arn: string;
      readonly accountId: string;
      readonly userName?: string;
    };
    readonly ec2RoleDelivery?: '1.0' | '2.0';
    /** Of a role that was assumed with a web identity. */
    readonly webIdFederationData?: { readonly federatedProvider: string };
    readonly sourceIdentity?: string;
  };
  /** Of a web identity or a SAML user: who vouches for them. */
  readonly identityProvider?: string;
  /** Of a role of IAM Identity Center: the person behind it. */
  readonly onBehalfOf?: { readonly userId: string; readonly identityStoreArn: string };
  /** The service that calls for the caller, where that is known besides `via`. */
  readonly invokedBy?: string;
  /**
   * The way the call took: `registry` through the proxy that speaks the Docker protocol, `service` by an AWS service
   * itself, else directly with the named tool. A call of KMS has the caller and the way of the ECR call that caused it.
   */
  readonly via: 'registry' | 'service' | Tool;
  /** The caller's own address and user agent, where the scenario says; CloudTrail may word something else. */
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
}

/** What makes direct calls, each with a user agent of its own. */
export type Tool =
  | 'cli'
  | 'sdk'
  | 'console'
  | 'cloudformation'
  | 'terraform'
  /** aws-actions/configure-aws-credentials, which exchanges GitHub's token for a role. */
  | 'github-actions'
  /** The kubelet's ecr-credential-provider on a node of EKS. */
  | 'credential-provider'
  /** The agent of ECS, on an instance or behind Fargate. */
  | 'ecs-agent';

/** An image as changes name it; the media types where the option asks for them. */
interface Named {
  readonly repository: string;
  readonly digest: string;
  readonly tag?: string;
  readonly mediaType?: string;
  readonly artifactType?: string;
}

/** What a call or a run changed in the registry. The native events of ECR follow from these. */
export type Change = {
  /** When it happens, where that is not the end of the happening it hangs on. Never before that happening began. */
  readonly at?: Instant;
} & (
  | ({ readonly kind: 'image-pushed' | 'image-deleted' } & Named)
  /** A signature, an SBOM or another artifact that refers to an image. */
  | ({ readonly kind: 'referrer-pushed' | 'referrer-deleted' } & Named)
  /** Basic scanning. */
  | {
      readonly kind: 'image-scanned';
      readonly repository: string;
      readonly digest: string;
      readonly tags: readonly string[];
      readonly status: 'COMPLETE' | 'FAILED';
      readonly counts?: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'image-storage-class-changed';
      readonly repository: string;
      readonly digest: string;
      readonly tags: readonly string[];
      readonly storageClass: 'ARCHIVE' | 'STANDARD';
      readonly mediaType?: string;
      readonly artifactType?: string;
      /** Of an image that was restored. */
      readonly lastActivatedAt?: Instant;
      readonly isReferrer: boolean;
    }
  | {
      readonly kind: 'pull-through-cached';
      readonly repository: string;
      readonly prefix: string;
      readonly upstreamRegistryUrl: string;
      readonly ruleVersion: string;
      readonly status: 'SUCCESS' | 'FAILED';
      readonly tag?: string;
      readonly digest?: string;
      readonly failureCode?: string;
      readonly failureReason?: string;
    }
  /** Its event appears in the Region and the account of the destination. */
  | {
      readonly kind: 'image-replicated';
      readonly repository: string;
      readonly digest: string;
      readonly tag?: string;
      readonly result: 'SUCCESS' | 'FAILED';
      readonly sourceAccount: string;
      readonly sourceRegion: string;
      readonly destination: { readonly account: string; readonly region: string };
    }
  | {
      readonly kind: 'scan-frequency-changed';
      readonly repositories: readonly {
        readonly name: string;
        readonly arn: string;
        readonly frequency: ScanFrequency;
        readonly previousFrequency: ScanFrequency;
      }[];
    }
  /** Enhanced scanning: what Inspector says of it. Counts have a TOTAL. */
  | {
      readonly kind: 'inspector-scanned';
      readonly repository: string;
      readonly digest: string;
      readonly tags: readonly string[];
      readonly status: string;
      readonly counts: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: 'inspector-found';
      readonly repository: string;
      readonly digest: string;
      readonly tags: readonly string[];
      /** `detail` of the event, as Inspector words one finding. */
      readonly finding: JsonObject;
    }
  | {
      readonly kind: 'inspector-covered';
      readonly repository: string;
      readonly digest: string;
      readonly scanType: string;
      readonly status: { readonly reason: string; readonly code: 'ACTIVE' | 'INACTIVE' };
    }
  /** What a scenario quotes: whatever somebody was told, word for word. */
  | {
      readonly kind: 'quoted';
      readonly event: {
        readonly 'detail-type': string;
        readonly source: string;
        readonly account: string;
        readonly region: string;
        readonly resources: readonly string[];
        readonly detail: JsonObject;
      };
    }
);

/** How often enhanced scanning looks at a repository. */
export type ScanFrequency = 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN' | 'MANUAL';

interface Happening {
  /** Position in the activity, from 0. */
  readonly index: number;
  /** When it began. Never before the happening in front of it. */
  readonly at: Instant;
  /** When the answer left, or the action ended. */
  readonly ended: Instant;
  /** The step of the scenario it belongs to, from 0. */
  readonly step: number;
  readonly changes: readonly Change[];
}

/** One API call of ECR, one that ECR made of KMS, or one of STS by which somebody became who they are. */
export interface ApiCall extends Happening {
  readonly kind: 'call';
  readonly service: 'ecr' | 'kms' | 'sts';
  readonly operation: string;
  /** Of a call of KMS: the operation of ECR in whose course it was made. */
  readonly during?: string;
  readonly caller: Caller;
  /** The request as the API takes it (lower camel case members). Never the bytes of a layer. */
  readonly request: JsonObject;
  /** The answer as the API gives it (epoch seconds for dates are instants in milliseconds here); absent when it failed. */
  readonly response?: JsonObject;
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    /** Refused before it reached the service (access, throttling): the record then has no requestParameters. */ readonly early?: boolean;
  };
  /** What the trail tells of it besides request and answer. */
  readonly additional?: JsonObject;
  /** The ARNs it touched. */
  readonly resources: readonly { readonly arn: string; readonly accountId: string; readonly type?: string }[];
}

/** Something the service did by itself. */
export interface ServiceAction extends Happening {
  readonly kind:
    | 'lifecycle-run'
    /** The preview of a lifecycle policy has ended: DryRunEvent. */
    | 'lifecycle-preview'
    | 'scan'
    /** ECR made a repository itself; `reason` says what for. */
    | 'service-create-repository'
    /** An image arrived in another Region or account. */
    | 'replication'
    /** An image has reached the storage class it was moved to, or has followed the image it refers to. */
    | 'transition'
    /** ECR has signed an image that was pushed, and keeps the signature beside it. */
    | 'signing'
    /** A scenario quotes what was told; what it tells of is in the words themselves. */
    | 'quotation';
  readonly repository: string;
  readonly repositoryArn: string;
  /** Of a lifecycle run, and of its preview. */
  readonly lifecycle?: LifecycleRun;
  readonly reason?: 'PULL_THROUGH_CACHE' | 'CREATE_ON_PUSH' | 'REPLICATION';
  /** Where it took place, when that is not the activity's own account and Region. */
  readonly elsewhere?: { readonly account: string; readonly region: string };
  /** Of a quotation: a record of the trail. */
  readonly record?: JsonObject;
  /** Of such a record: the bus is not told of it. */
  readonly trailOnly?: true;
}

export interface LifecycleRun {
  readonly policyId: string;
  readonly policyVersion: number;
  /** The evaluation before this one; 0 when there was none. */
  readonly lastEvaluatedAt: Instant;
  readonly rules: readonly LifecycleRule[];
  readonly expired: readonly LifecycleImage[];
  /** Moved to the archive; absent when the policy has no rule that does so. */
  readonly transitioned?: readonly LifecycleImage[];
  readonly failed: readonly (LifecycleImage & { readonly code: string; readonly reason: string })[];
}

export interface LifecycleRule {
  readonly rulePriority: number;
  readonly description?: string;
  readonly tagStatus: 'any' | 'tagged' | 'untagged';
  readonly tagPrefixList: readonly string[];
  readonly tagPatternList: readonly string[];
  readonly countType: 'imageCountMoreThan' | 'sinceImagePushed' | 'sinceImagePulled' | 'sinceImageTransitioned';
  readonly countUnit?: 'days';
  readonly countNumber: number;
  /** Which images the rule looks at; `standard` unless told. */
  readonly storageClass?: 'standard' | 'archive';
  /** `expire` unless told. */
  readonly action?: 'expire' | 'transition';
}

export interface LifecycleImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: Instant;
  readonly rulePriority: number;
}

/** What happened in a registry, in the order of its one virtual clock. */
export interface Activity {
  readonly account: string;
  readonly region: string;
  readonly happenings: readonly (ApiCall | ServiceAction)[];
  /** How each step ended that failed: by index. */
  readonly failures: readonly { readonly step: number; readonly code: string; readonly message: string }[];
  /** Where the virtual clock stood when the last step was done. */
  readonly ended: Instant;
  /** What the steps `wait` have let pass, in order; a bus in real time does not wait for it. */
  readonly waits?: readonly { readonly from: Instant; readonly until: Instant }[];
}
