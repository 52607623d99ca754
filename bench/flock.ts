import type { Project } from './installed.ts';

/** Scenarios of one kind, many at a time. */
export interface Flock {
  readonly scenarios: number;
  /** How many handlers they share between them, each a file and a consumer of its own. */
  readonly handlers: number;
  /** The text of each handler: unless told, it makes a call with an SDK client of its own. */
  readonly handler?: string;
}

/** Writes scenarios that each push an image, whose TypeScript handler deploys it. */
export function writeFlock(project: Project, folder: string, { scenarios, handlers, handler = HANDLER }: Flock): void {
  for (let index = 0; index < scenarios; index += 1) {
    project.write(`${folder}/scenarios/push-${numeral(index)}.yaml`, scenario(`app-${numeral(index % handlers)}`));
  }
  const apps = Array.from({ length: handlers }, (_, index) => `app-${numeral(index)}`);
  for (const app of apps) project.write(`${folder}/handlers/${app}.ts`, handler);
  project.write(`${folder}/package.json`, '{ "private": true, "type": "module" }');
  project.write(`${folder}/ecreplay.config.ts`, config(apps));
}

function numeral(index: number): string {
  return String(index).padStart(3, '0');
}

function scenario(app: string): string {
  return `version: 1
description: A push to ${app} is deployed.
given:
  - repository: { name: ${app} }
steps:
  - push: { image: "${app}:1.0.0", layers: [43252507, 846, 615] }
expect:
  - cloudtrail: { inOrder: [InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload, PutImage] }
  - consumer: ${app}
    invoked: 1
    calls: [{ service: ecs, operation: UpdateService, times: 1 }]
`;
}

const HANDLER = `import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
interface Pushed { readonly detail: { readonly 'repository-name': string; readonly 'image-tag': string } }
const ecs = new ECSClient({});
export async function handler({ detail }: Pushed): Promise<string> {
  await ecs.send(new UpdateServiceCommand({ cluster: 'production', service: detail['repository-name'] }));
  return detail['image-tag'];
}
`;

function config(apps: readonly string[]): string {
  const rules = apps.map((app) => [
    app,
    { pattern: { 'detail-type': ['ECR Image Action'], detail: { 'repository-name': [app] } }, targets: [app] },
  ]);
  const consumers = apps.map((app) => [app, { handler: `handlers/${app}.ts#handler` }]);
  return `import { defineConfig } from 'ecreplay/config';
export default defineConfig(${JSON.stringify({ rules: Object.fromEntries(rules), consumers: Object.fromEntries(consumers) }, null, 2)});
`;
}
