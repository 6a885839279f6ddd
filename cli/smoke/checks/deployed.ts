import type { Check, Finding } from '../check.js';
import { NAMESPACE } from '../fixture.js';
import type { Kubectl, KubeObject } from '../kubectl.js';
import { splitFinding } from './split.js';

interface Container {
  readonly name: string;
}

/** Every pod of a namespace with injection has its sidecar. */
export const sidecars: Check = {
  name: 'sidecars',
  title: 'sidecars in the namespaces with injection',
  run: async ({ mesh: { kubectl } }) => {
    const namespaces = (await kubectl.list('namespace')).filter(({ metadata }) => isInjected(metadata.labels ?? {}));
    const findings: Finding[] = [];
    for (const { metadata } of namespaces) {
      const pods = (await kubectl.list('pods', '-n', metadata.name)).filter(runs);
      const bare = pods.filter((pod) => !hasSidecar(pod)).map((pod) => pod.metadata.name);
      findings.push({
        passed: bare.length === 0,
        expected: `${metadata.name}: every pod has one`,
        observed: bare.length === 0 ? `${pods.length} of ${pods.length}` : `none in ${bare.join(', ')}`,
        method: 'every pod',
      });
    }
    return findings;
  },
};

function isInjected(labels: Readonly<Record<string, string>>): boolean {
  return labels['istio-injection'] === 'enabled' || labels['istio.io/rev'] !== undefined;
}

function runs(pod: KubeObject): boolean {
  const { phase } = pod['status'] as { phase: string };
  const optedOut = pod.metadata.labels?.['sidecar.istio.io/inject'] === 'false';
  return phase === 'Running' && pod.metadata.deletionTimestamp === undefined && !optedOut;
}

function hasSidecar(pod: KubeObject): boolean {
  const { containers, initContainers = [] } = pod['spec'] as { containers: Container[]; initContainers?: Container[] };
  return [...containers, ...initContainers].some(({ name }) => name === 'istio-proxy');
}

interface VirtualServiceSpec {
  readonly hosts: readonly string[];
  readonly gateways?: readonly string[];
  readonly http?: readonly {
    readonly match?: unknown;
    readonly route?: readonly { readonly weight?: number; readonly destination: { readonly subset?: string } }[];
  }[];
}

/** A deployed route whose split can be told from the answers: by weights over subsets, without conditions. */
interface DeployedSplit {
  readonly host: string;
  readonly weights: Readonly<Record<string, number>>;
}

async function deployedSplits(kubectl: Kubectl): Promise<DeployedSplit[]> {
  const services = await kubectl.list('virtualservices.networking.istio.io', '-A');
  return services.flatMap(({ metadata, ...object }) => {
    if (metadata.namespace === NAMESPACE) return [];
    const { hosts, gateways = ['mesh'], http = [] } = object['spec'] as VirtualServiceSpec;
    const [host] = hosts;
    const first = http[0];
    if (host === undefined || !gateways.includes('mesh') || http.length !== 1 || first?.match !== undefined) return [];
    const route = first?.route ?? [];
    if (route.some(({ destination }) => destination.subset === undefined)) return [];
    const weights = route.map(({ destination, weight }) => [destination.subset, weight ?? 100] as const);
    return [
      { host: host.includes('.') ? host : `${host}.${metadata.namespace}`, weights: Object.fromEntries(weights) },
    ];
  });
}

/** The services that are deployed answer in the shares of their routes. */
export const deployedSplit: Check = {
  name: 'deployed-split',
  title: 'weights of the deployed services',
  run: async ({ mesh, requests }) => {
    const findings: Finding[] = [];
    for (const { host, weights } of await deployedSplits(mesh.kubectl)) {
      findings.push(splitFinding(host, await mesh.caller.send({ ...mesh.inside, host }, requests), weights));
    }
    return findings;
  },
};
