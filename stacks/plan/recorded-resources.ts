import * as pulumi from '@pulumi/pulumi';

/** A resource that the program would make. */
export interface RecordedResource {
  /** Type token, for example `alicloud:vpc/network:Network` or `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Runs a program against mocks: no engine, no account, no credentials. @returns what it would make, in order */
export async function recordResources(stack: string, program: () => unknown): Promise<RecordedResource[]> {
  const recorded: RecordedResource[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        // Components only group what is made.
        if (!type.startsWith('asm:') && !type.startsWith('pulumi:')) recorded.push({ type, name, inputs });
        return { id: `<id of ${name}>`, state: { ...inputs, ...computedOutputs(name) } };
      },
      // Without an account nobody knows which releases there are; any of the line does for a plan.
      call: ({ token, inputs }) => {
        if (token.endsWith('getServiceMeshes')) return { meshes: meshesOf(inputs) };
        if (token.endsWith('getVersions')) return { versions: RELEASES };
        return { ...inputs, kubeConfig: KUBECONFIG };
      },
    },
    'asm-blueprints',
    stack,
  );
  program();
  await pulumi.runtime.disconnect();
  return recorded;
}

/** The add-on's instance is found by its name; an instance of the stack is not there yet. */
function meshesOf(query: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  const byAddon = String(query['nameRegex'] ?? '').startsWith('^mesh-for-') || query['ids'] !== undefined;
  return byAddon ? [{ id: '<id of the mesh>', status: 'running', kubeConfig: KUBECONFIG }] : [];
}

/** Leads nowhere; deploying charts reads the address of the API server out of it. */
const KUBECONFIG = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'planned',
  contexts: [{ name: 'planned', context: { cluster: 'planned', user: 'planned' } }],
  clusters: [{ name: 'planned', cluster: { server: 'https://planned.invalid' } }],
  users: [{ name: 'planned', user: { token: 'planned' } }],
});

/** A release of every line of Istio that ASM may offer. */
const RELEASES = Array.from({ length: 60 }, (_, minor) => ({ version: `v1.${minor}.0-newest` }));

/** What the cloud would fill in, as far as other resources take it. */
function computedOutputs(name: string): Record<string, unknown> {
  const attributes = [
    'snatTableIds',
    'ipAddress',
    'transitRouterId',
    'transitRouterAttachmentId',
    'transitRouterRouteTableId',
    'nodePoolId',
    'arn',
    'createTime',
  ];
  return {
    ...Object.fromEntries(attributes.map((attribute) => [attribute, `<${attribute} of ${name}>`])),
    connections: {},
    kubeconfig: KUBECONFIG,
  };
}
