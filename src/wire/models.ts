import type { Model } from './model.ts';

/** The tables, each loaded when its service is first called. */
const MODELS: Readonly<Record<string, () => Promise<{ readonly model: Model }>>> = {
  cloudtrail: () => import('./model/cloudtrail.ts'),
  'cloudwatch-logs': () => import('./model/cloudwatch-logs.ts'),
  dynamodb: () => import('./model/dynamodb.ts'),
  ecr: () => import('./model/ecr.ts'),
  ecs: () => import('./model/ecs.ts'),
  eventbridge: () => import('./model/eventbridge.ts'),
  firehose: () => import('./model/firehose.ts'),
  kinesis: () => import('./model/kinesis.ts'),
  lambda: () => import('./model/lambda.ts'),
  s3: () => import('./s3/s3.ts'),
  sfn: () => import('./model/sfn.ts'),
  sns: () => import('./model/sns.ts'),
  sqs: () => import('./model/sqs.ts'),
  ssm: () => import('./model/ssm.ts'),
  sts: () => import('./model/sts.ts'),
};

/** The services that there are tables of. */
export const MODELLED: readonly string[] = Object.keys(MODELS);

const loaded = new Map<string, Model>();

/** The table of a service: at once if it is there, soon if it has to be loaded, `undefined` for a service without one. */
export function modelOf(service: string): Model | undefined | Promise<Model> {
  return loaded.get(service) ?? (Object.hasOwn(MODELS, service) ? load(service) : undefined);
}

async function load(service: string): Promise<Model> {
  const { model } = await MODELS[service]!();
  loaded.set(service, model);
  return model;
}
