import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { KubernetesObject } from '../bridge/kubernetes-object.js';
import { type OwnCluster, onCluster } from '../bridge/own-cluster.js';
import { chartSource, type IstioChart, type IstioSource } from './istio-charts.js';

/** Namespace of the control plane and of the gateway. */
export const ISTIO_NAMESPACE = 'istio-system';

/** Values of a Helm chart. */
export type HelmValues = Readonly<Record<string, unknown>>;

/** Args of {@link Istio}. */
export interface IstioArgs extends IstioSource {
  /** Provider of the cluster. */
  readonly provider: kubernetes.Provider;
  /** More values for the chart `istiod`, over those of this program. @default none */
  readonly istiodValues?: HelmValues;
  /** More values for the chart `gateway`. @default none */
  readonly gatewayValues?: HelmValues;
  /** Whether the values hold secrets: the state keeps them, and what Helm makes of them, as secrets. @default false */
  readonly areValuesSecret?: boolean;
  /** NodePorts of the ingress gateway; `undefined` for a cluster without a gateway. */
  readonly gateway: { readonly httpNodePort: number; readonly httpsNodePort: number } | undefined;
  /** Annotations of the namespace. @default none */
  readonly namespaceAnnotations?: Readonly<Record<string, string>>;
  /** The cluster, where it is a resource of the stack: what is on it goes and comes with it. @default none */
  readonly cluster?: OwnCluster;
}

/**
 * Istio on a cluster by its own Helm charts: `base`, `istiod`, and a `gateway` named `istio-ingressgateway`.
 *
 * Complete when istiod and the gateway are ready: what comes after gets its sidecars and its routes.
 */
export class Istio extends pulumi.ComponentResource {
  /** What workloads and routes wait for. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, args: IstioArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super('asm:local:Istio', name, {}, opts);
    const common: pulumi.CustomResourceOptions = {
      parent: this,
      provider: args.provider,
      ...(args.cluster === undefined ? {} : onCluster(args.cluster)),
    };
    const annotations = args.namespaceAnnotations;
    const namespace = new KubernetesObject(
      `${name}/Namespace/${ISTIO_NAMESPACE}`,
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: ISTIO_NAMESPACE, ...(annotations === undefined ? {} : { annotations }) },
      },
      common,
    );
    const base = release(name, 'istio-base', 'base', args, {}, { ...common, dependsOn: [namespace] });
    const istiod = release(name, 'istiod', 'istiod', args, istiodValues(args), { ...common, dependsOn: [base] });
    const gateway =
      args.gateway === undefined
        ? []
        : [
            release(name, 'istio-ingressgateway', 'gateway', args, gatewayValues(args, args.gateway), {
              ...common,
              dependsOn: [istiod],
            }),
          ];
    this.ready = [istiod, ...gateway];
    this.registerOutputs({});
  }
}

function release(
  parent: string,
  name: string,
  chart: IstioChart,
  source: IstioArgs,
  values: HelmValues,
  opts: pulumi.CustomResourceOptions,
): kubernetes.helm.v3.Release {
  const isSecret = source.areValuesSecret === true;
  return new kubernetes.helm.v3.Release(
    `${parent}/${name}`,
    {
      name,
      namespace: ISTIO_NAMESPACE,
      values: isSecret ? pulumi.secret(values) : { ...values },
      timeout: 600,
      ...chartSource(chart, source),
    },
    isSecret ? { ...opts, additionalSecretOutputs: ['values', 'manifest'] } : opts,
  );
}

/** Small requests for one machine; images that are there already are not pulled. */
function istiodValues(args: IstioArgs): HelmValues {
  const requests = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });
  const defaults: HelmValues = {
    global: {
      ...(args.hub === undefined ? {} : { hub: args.hub }),
      ...(args.tag === undefined ? {} : { tag: args.tag }),
      imagePullPolicy: 'IfNotPresent',
      proxy: requests('10m', '40Mi'),
      proxy_init: requests('10m', '10Mi'),
    },
    ...requests('50m', '256Mi'),
    autoscaleEnabled: false,
    meshConfig: {
      accessLogFile: '/dev/stdout',
      // An application that starts before its proxy would lose its first requests.
      defaultConfig: { holdApplicationUntilProxyStarts: true },
    },
  };
  return mergeValues(defaults, args.istiodValues ?? {});
}

function gatewayValues(args: IstioArgs, ports: { httpNodePort: number; httpsNodePort: number }): HelmValues {
  const port = (name: string, number: number, nodePort: number) => ({
    name,
    port: number,
    targetPort: number,
    protocol: 'TCP',
    nodePort,
  });
  const defaults: HelmValues = {
    service: {
      type: 'NodePort',
      ports: [port('http2', 80, ports.httpNodePort), port('https', 443, ports.httpsNodePort)],
    },
    autoscaling: { enabled: false },
    imagePullPolicy: 'IfNotPresent',
    resources: { requests: { cpu: '10m', memory: '40Mi' } },
  };
  return mergeValues(defaults, args.gatewayValues ?? {});
}

/** Maps are merged key by key, everything else is replaced, as Helm does. */
export function mergeValues(under: HelmValues, over: HelmValues): HelmValues {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) ? mergeValues(below, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is HelmValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
