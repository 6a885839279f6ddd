import type { Check, Finding } from '../check.js';
import { NAMESPACE } from '../fixture.js';
import type { Kubectl, KubeObject } from '../kubectl.js';
import type { SmokeMesh } from '../mesh.js';
import { hasSidecar } from '../readiness.js';
import { type RequestPlan, versions } from '../requests.js';
import { splitFinding } from './split.js';

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
  /** The service, with its namespace. */
  readonly host: string;
  /** Port of the service. */
  readonly port: number;
  /** Host under which the gateway serves it. */
  readonly gatewayHost?: string;
  readonly weights: Readonly<Record<string, number>>;
}

async function deployedSplits(kubectl: Kubectl): Promise<DeployedSplit[]> {
  const ports = await servicePorts(kubectl);
  const routes = await kubectl.list('virtualservices.networking.istio.io', '-A');
  return routes.flatMap(({ metadata, ...object }) => {
    if (metadata.namespace === NAMESPACE) return [];
    const { hosts, gateways = ['mesh'], http = [] } = object['spec'] as VirtualServiceSpec;
    const [name] = hosts;
    const [first] = http;
    if (name === undefined || !gateways.includes('mesh') || http.length !== 1 || first?.match !== undefined) return [];
    const route = first?.route ?? [];
    if (route.some(({ destination }) => destination.subset === undefined)) return [];
    const host = name.includes('.') ? name : `${name}.${metadata.namespace}`;
    const gatewayHost = gateways.length > 1 ? hosts.find((other) => other.includes('.') && other !== name) : undefined;
    const weights = route.map(({ destination, weight }) => [destination.subset, weight ?? 100] as const);
    return [
      {
        host,
        port: ports.get(host) ?? 80,
        ...(gatewayHost === undefined ? {} : { gatewayHost }),
        weights: Object.fromEntries(weights),
      },
    ];
  });
}

/** The first port of each Service, by name and namespace. */
async function servicePorts(kubectl: Kubectl): Promise<Map<string, number>> {
  const services = await kubectl.list('services', '-A');
  return new Map(
    services.flatMap(({ metadata, ...object }) => {
      const [first] = (object['spec'] as { ports?: readonly { port: number }[] }).ports ?? [];
      return first === undefined ? [] : [[`${metadata.name}.${metadata.namespace}`, first.port] as const];
    }),
  );
}

/** The services that are deployed answer in the shares of their routes. */
export const deployedSplit: Check = {
  name: 'deployed-split',
  title: 'weights of the deployed services',
  run: async ({ mesh, requests }) => {
    const findings: Finding[] = [];
    for (const split of await deployedSplits(mesh.kubectl)) findings.push(await measured(split, mesh, requests));
    return findings;
  },
};

/**
 * What the shares are, if the test can tell: policies may refuse its caller, the gateway lets it in then; and a service
 * may have nothing at its root, or not say which version answers.
 */
async function measured(split: DeployedSplit, mesh: SmokeMesh, requests: number): Promise<Finding> {
  const { host, port, gatewayHost, weights } = split;
  const ways: RequestPlan[] = [
    // The forward proxy of the caller's sidecar knows services at port 80 only.
    ...(port === 80 ? [{ ...mesh.inside, host }] : []),
    ...(gatewayHost === undefined ? [] : [{ ...mesh.outside, host: gatewayHost }]),
  ];
  let told = `it listens on ${port}`;
  for (const way of ways) {
    const reply = await mesh.caller.one(way);
    const refused = typeof reply.status === 'number' && reply.status >= 400 && reply.status < 500;
    const named = versions([reply], Object.keys(weights))['?'] === undefined;
    if (!refused && (reply.status !== 200 || named)) {
      return splitFinding(way.host, await mesh.caller.send(way, requests), weights);
    }
    told = refused ? `it answers ${reply.status}` : 'its answers name no version';
  }
  return { passed: true, expected: `${host}: its weights`, observed: `not measured: ${told}`, method: 'one request' };
}
