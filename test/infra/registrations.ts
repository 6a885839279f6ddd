import * as pulumi from '@pulumi/pulumi';
import { ownershipTags } from '../../infra/tags.js';
import { ProblemsError } from '../../mesh/manifest/problem.js';

/** A resource that a program asked for. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Outputs that the cloud would fill in, by type. */
const computed: Readonly<Record<string, (name: string) => Record<string, unknown>>> = {
  'alicloud:vpc/natGateway:NatGateway': (name) => ({ snatTableIds: `stb-${name}` }),
  'alicloud:ecs/eipAddress:EipAddress': () => ({ ipAddress: '203.0.113.1' }),
  'alicloud:cen/transitRouter:TransitRouter': (name) => ({ transitRouterId: `tr-${name}` }),
  'alicloud:cs/managedKubernetes:ManagedKubernetes': () => ({
    connections: { apiServerInternet: 'https://198.51.100.1:6443', apiServerIntranet: 'https://10.0.0.5:6443' },
  }),
  'alicloud:servicemesh/serviceMesh:ServiceMesh': () => ({ kubeconfig: 'of the mesh' }),
  'alicloud:ram/role:Role': (name) => ({ arn: `acs:ram::1:role/${name}` }),
};

/**
 * Runs a program against mocks.
 *
 * @returns what it returned, and every resource that it asked for
 */
export async function registrations<T>(program: () => T): Promise<{ result: T; made: Registration[] }> {
  const made: Registration[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        made.push({ type, name, inputs });
        return { id: `${name}-id`, state: { ...inputs, ...computed[type]?.(name) } };
      },
      call: ({ token, inputs }) => {
        if (token.endsWith('getVersions')) {
          return { versions: ['v1.24.6.1-a', 'v1.25.6.9-a', 'v1.25.6.79-b'].map((version) => ({ version })) };
        }
        if (token.endsWith('getServiceMeshes')) {
          // The add-on's instance is there; one of the stack is not yet.
          const byAddon = String(inputs.nameRegex ?? '').startsWith('^mesh-for-');
          if (byAddon) return { meshes: [{ id: 'mesh-of-addon', status: 'running' }] };
          const named = (inputs.ids ?? []) as string[];
          return { meshes: named.filter((id) => id !== 'gone').map((id) => ({ id, kubeConfig: 'of the mesh' })) };
        }
        return { ...inputs, kubeConfig: 'of the cluster' };
      },
    },
    'asm-blueprints',
    'test',
  );
  const result = program();
  await pulumi.runtime.disconnect();
  return { result, made };
}

/** The value behind an output. */
export function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Inputs of the only registration of a type. */
export function only(made: readonly Registration[], type: string): Readonly<Record<string, unknown>> {
  const found = made.filter((registration) => registration.type === type);
  if (found.length !== 1) throw new Error(`${found.length} of ${type}, not one`);
  return found[0]?.inputs ?? {};
}

/** How many resources there are of each type, without the components. */
export function counts(made: readonly Registration[]): Record<string, number> {
  const count: Record<string, number> = {};
  for (const { type } of made) {
    if (!type.startsWith('asm:') && type !== 'pulumi:pulumi:Stack') count[type] = (count[type] ?? 0) + 1;
  }
  return count;
}

/** Codes and property paths of everything that a component refuses. */
export function refused(program: () => unknown): string[] {
  try {
    program();
  } catch (error) {
    if (error instanceof ProblemsError)
      return error.problems.map(({ code, place }) => `${code} ${place.split(': ')[1]}`);
    throw error;
  }
  return [];
}

/** Tags as an environment gives them. */
export const tags = ownershipTags({ env: 'test', owner: 'me', costCenter: 'cc', dataClassification: 'internal' });
