/** What a folder gets in which nothing was found: a rule, a consumer that keeps its promise, and a scenario that says which. */
export const STARTER: Readonly<Record<string, string>> = {
  'ecreplay.config.ts': `import type { Config } from 'ecreplay/config';

export default {
  rules: {
    // Or read them from infrastructure code: from: './template.yaml'.
    'deploy-on-push': {
      pattern: {
        source: ['aws.ecr'],
        'detail-type': ['ECR Image Action'],
        // Manifests of a multi-platform push arrive without a tag: nothing to deploy by.
        detail: { 'action-type': ['PUSH'], result: ['SUCCESS'], 'image-tag': [{ exists: true }] },
      },
      targets: ['deployer'],
    },
  },
  consumers: {
    deployer: { handler: './ecreplay/deployer.ts#handler' },
  },
} satisfies Config;
`,
  'ecreplay/deployer.ts': `/** The part of an ECR Image Action that a deployer looks at. */
interface Pushed {
  readonly detail: { readonly 'repository-name': string; readonly 'image-tag': string };
}

/** Called as Lambda calls it: put your own handler here. Its AWS calls are answered and recorded, and reach no account. */
export async function handler({ detail }: Pushed): Promise<{ readonly deployed: string }> {
  return { deployed: \`\${detail['repository-name']}:\${detail['image-tag']}\` };
}
`,
  'scenarios/push.yaml': `# yaml-language-server: $schema=../node_modules/ecreplay/schema/scenario.schema.json
version: 1
description: A release is pushed; the deployer deploys it.

given:
  - repository: { name: web }

steps:
  - push: { image: "web:1.4.2" }

expect:
  - event: { pattern: { detail-type: [ECR Image Action], detail: { action-type: [PUSH] } }, times: 1 }
  - consumer: deployer
    invoked: 1
    returned: { deployed: "web:1.4.2" }
`,
};
