import type { Project } from './installed.ts';

/** Writes scenarios that each push an image to a repository of their own, whose TypeScript handler makes a call with an SDK client. */
export function writeFlock(project: Project, folder: string, size: number): void {
  const names = Array.from({ length: size }, (_, index) => `app-${String(index).padStart(3, '0')}`);
  for (const name of names) {
    project.write(`${folder}/scenarios/${name}.yaml`, scenario(name));
    project.write(`${folder}/handlers/${name}.ts`, HANDLER);
  }
  project.write(`${folder}/package.json`, '{ "private": true, "type": "module" }');
  project.write(`${folder}/ecreplay.config.ts`, config(names));
}

function scenario(name: string): string {
  return `version: 1
description: A push to ${name} is deployed.
given:
  - repository: { name: ${name} }
steps:
  - push: { image: "${name}:1.0.0", layers: [43252507, 846, 615] }
expect:
  - cloudtrail: { inOrder: [InitiateLayerUpload, UploadLayerPart, CompleteLayerUpload, PutImage] }
  - consumer: ${name}
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

function config(names: readonly string[]): string {
  const rules = names.map((name) => [
    name,
    { pattern: { 'detail-type': ['ECR Image Action'], detail: { 'repository-name': [name] } }, targets: [name] },
  ]);
  const consumers = names.map((name) => [name, { handler: `handlers/${name}.ts#handler` }]);
  return `import { defineConfig } from 'ecreplay/config';
export default defineConfig(${JSON.stringify({ rules: Object.fromEntries(rules), consumers: Object.fromEntries(consumers) }, null, 2)});
`;
}
