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
      call: ({ token, inputs }) =>
        token.endsWith('getServiceMeshes')
          ? { meshes: [] }
          : token.endsWith('getVersions')
            ? { versions: RELEASES }
            : inputs,
    },
    'asm-blueprints',
    stack,
  );
  program();
  await pulumi.runtime.disconnect();
  return recorded;
}

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
    kubeconfig: `<kubeconfig of ${name}>`,
  };
}
