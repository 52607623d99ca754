import type { Json, JsonObject } from '../../registry/activity.ts';
import type { IdentityInput } from '../../scenario/identity.ts';
import type { Given, Step } from '../../scenario/step.ts';
import type { Form, Proposal } from '../proposal.ts';
import { listAt, objectAt, textAt, type Fact } from '../said.ts';
import type { Scene } from '../scene.ts';
import { isProxied, repositoryOf } from '../who.ts';
import { quoted, withLogin } from './quote.ts';

/** Every call of ECR that was made at the API itself: the step that is meant for it where there is one, else the call. */
export function guessCalls(scene: Scene): readonly Proposal[] {
  return scene
    .free()
    .filter(isDirect)
    .flatMap((fact) => (scene.isFree(fact) ? [proposal(fact, scene)] : []));
}

function isDirect({ record }: Fact): boolean {
  return (
    record !== undefined &&
    textAt(record, 'eventSource') === 'ecr.amazonaws.com' &&
    textAt(record, 'eventType') !== 'AwsServiceEvent' &&
    !isProxied(record)
  );
}

function proposal(fact: Fact, scene: Scene): Proposal {
  const record = fact.record ?? {};
  const operation = textAt(record, 'eventName') ?? '';
  const as = scene.who(record);
  const request = requestOf(record);
  const given = imagesIn(record);
  const login = operation === 'CreateRepository' ? scene.loginBefore(fact) : [];
  const facts = [...login, fact];
  scene.take(facts);
  if (as === undefined) return { facts, forms: [quoted(facts, scene)] };
  const code = textAt(record, 'errorCode') ?? failureIn(record);
  const fails = code === undefined ? {} : { fails: code };
  const call: Step = { call: { operation, request, as, ...fails } };
  const forms = withLogin(login, scene, (logsIn) => {
    const step = plainStep(operation, request, { as, ...fails }, logsIn);
    const plain: readonly Form[] = step === undefined ? [] : [{ steps: [step], given, quotes: [] }];
    return logsIn ? plain : [...plain, { steps: [call], given, quotes: [] }];
  });
  return { facts, forms: [...forms, quoted(facts, scene)] };
}

/** The request as the API takes it: tags have capital letters there. */
function requestOf(record: JsonObject): JsonObject {
  const name = repositoryOf(record);
  // What is refused at the door is recorded without its request: only the refusal names what it was about.
  const refused = record['errorCode'] === undefined || name === undefined ? {} : { repositoryName: name };
  const request = objectAt(record, 'requestParameters') ?? refused;
  return Object.fromEntries(
    Object.entries(request).map(([member, value]) =>
      (member === 'tags' || member === 'resourceTags') && Array.isArray(value)
        ? [member, (value as readonly JsonObject[]).map(capital)]
        : [member, value],
    ),
  );
}

/** Images that an answer names by digest and tag were there. */
function imagesIn(record: JsonObject): readonly Given[] {
  const name = repositoryOf(record);
  const answer = objectAt(record, 'responseElements');
  const ids = [...listAt(answer, 'imageIds'), ...(answer?.['imageId'] === undefined ? [] : [answer['imageId']])];
  return ids.flatMap((id): Given[] => {
    const digest = textAt(id as JsonObject, 'imageDigest');
    const tag = textAt(id as JsonObject, 'imageTag');
    if (name === undefined || digest === undefined) return [];
    return [{ image: { image: tag === undefined ? name : `${name}:${tag}`, digest } }];
  });
}

function capital(tag: JsonObject): JsonObject {
  return { Key: tag['key'] ?? tag['Key'] ?? '', Value: tag['value'] ?? tag['Value'] ?? '' };
}

/** A failure inside an answer that succeeded. */
export function failureIn(record: JsonObject): string | undefined {
  const [failure] = listAt(objectAt(record, 'responseElements'), 'failures');
  return textAt(failure as JsonObject | undefined, 'failureCode');
}

type Common = { readonly as: IdentityInput; readonly fails?: string };

/** The step that makes this very call, where the request has nothing that the step cannot say. */
function plainStep(operation: string, request: JsonObject, common: Common, login: boolean): Step | undefined {
  const { repositoryName: name, imageIds, force, ...rest } = request;
  if (typeof name !== 'string') return undefined;
  if (operation === 'CreateRepository') return createStep(name, rest, common, login);
  if (operation === 'DeleteRepository' && Object.keys(rest).length === 0)
    return { delete: { repository: name, ...(typeof force === 'boolean' ? { force } : {}), ...common } };
  if (operation === 'BatchDeleteImage' && Object.keys(rest).length === 0) {
    const images = (Array.isArray(imageIds) ? (imageIds as readonly JsonObject[]) : []).map((id) => imageOf(name, id));
    if (images.length === 0 || images.includes(undefined)) return undefined;
    const [image] = images;
    return images.length === 1 && image !== undefined
      ? { delete: { image, ...common } }
      : { delete: { images: images as string[], ...common } };
  }
  if (operation === 'UpdateImageStorageClass') {
    const { imageId, targetStorageClass } = request;
    const image = imageOf(name, (imageId ?? {}) as JsonObject);
    if (image === undefined || Object.keys(rest).length !== 2) return undefined;
    return targetStorageClass === 'ARCHIVE' ? { archive: { image, ...common } } : { restore: { image, ...common } };
  }
  return undefined;
}

function imageOf(name: string, id: JsonObject): string | undefined {
  const digest = textAt(id, 'imageDigest');
  const tag = textAt(id, 'imageTag');
  if (digest !== undefined) return tag === undefined ? `${name}@${digest}` : undefined;
  return tag === undefined ? undefined : `${name}:${tag}`;
}

type Create = Extract<Step, { createRepository: unknown }>['createRepository'];

function createStep(name: string, request: JsonObject, common: Common, login: boolean): Step | undefined {
  const { encryptionConfiguration, imageScanningConfiguration, imageTagMutability, tags, ...rest } = request;
  if (Object.keys(rest).length > 0) return undefined;
  const { encryptionType: type, kmsKey: key } = (encryptionConfiguration ?? {}) as JsonObject;
  const scanOnPush = (imageScanningConfiguration as JsonObject | undefined)?.['scanOnPush'];
  const body: Create = {
    name,
    ...(typeof type === 'string'
      ? { encryption: { type: type as never, ...(typeof key === 'string' ? { key } : {}) } }
      : {}),
    ...(typeof imageTagMutability === 'string' ? { imageTagMutability: imageTagMutability as never } : {}),
    ...(typeof scanOnPush === 'boolean' ? { scanOnPush } : {}),
    ...(Array.isArray(tags) ? { tags: tagsOf(tags) } : {}),
    login,
    ...common,
  };
  return { createRepository: body };
}

function tagsOf(tags: readonly Json[]): Record<string, string> {
  return Object.fromEntries(
    (tags as readonly JsonObject[]).map((tag) => [textAt(tag, 'Key') ?? '', textAt(tag, 'Value') ?? '']),
  );
}
