import type { Construct } from 'constructs';
import { z } from 'zod';
import {
  AccessPolicy,
  GATEWAY_NAMESPACE,
  IngressGateway,
  listen,
  MeshChart,
  MeshClient,
  MeshNamespace,
  MeshService,
  type MeshSettings,
  MutualTls,
  type MutualTlsMode,
  Placement,
  type VersionWeights,
} from '../constructs/index.js';
import { type Scenario, stageOf } from './scenario.js';
import { dnsLabel, hostName, imageName, resourceName } from './setting-schemas.js';
import { weightsSchema } from './weights.js';

/** What an environment may set of the hello scenario. */
export const helloSettings = z.strictObject({
  namespace: dnsLabel.default('asm-demo').describe('Namespace of the scenario.'),
  clusters: z
    .array(resourceName)
    .min(1)
    .optional()
    .describe('Data-plane clusters that run the workloads, by name. Default: every one.'),
  image: imageName
    .default('hashicorp/http-echo:1.0')
    .describe('Image of both versions; answers HTTP with the text of `-text`.'),
  port: z.int().min(1).max(65535).default(5678).describe('Port on which the image listens.'),
  clientImage: imageName.default('curlimages/curl:8.5.0').describe('Image with a shell and curl.'),
  clientCommand: z
    .array(z.string())
    .min(1)
    .default(['sleep', '3650d'])
    .describe("What keeps the client's image running."),
  host: hostName
    .optional()
    .describe(
      'Host under which the service is reachable from outside, through the gateway `ingressgateway`. Default: not at all.',
    ),
  weights: weightsSchema(['v1', 'v2'])
    .optional()
    .describe('Shares of v1 and v2 in percent. Default: those of the stage.'),
});
type HelloSettings = z.infer<typeof helloSettings>;

/** Props of {@link HelloChart}. */
export interface HelloProps extends Partial<MeshSettings>, Omit<HelloSettings, 'weights'> {
  readonly weights: VersionWeights;
  /** @default no PeerAuthentication */
  readonly mutualTls?: MutualTlsMode;
  /** Lets only workloads of the namespace, and the ingress gateway, call the service. */
  readonly guarded?: boolean;
}

/** Canary release of one service: two versions, a client, shifting weights, then mTLS. */
export class HelloChart extends MeshChart {
  constructor(scope: Construct, id: string, props: HelloProps) {
    super(scope, id, props);
    const { clusters } = props;
    new MeshNamespace(this, 'namespace', { clusters, name: props.namespace });
    const hello = new MeshService(this, 'hello', {
      clusters,
      ports: { number: 80, targetPort: props.port },
      versions: {
        v1: { image: props.image, args: ['-text=hello from v1'] },
        v2: { image: props.image, args: ['-text=hello from v2'] },
      },
      names: { virtualService: 'hello', destinationRule: 'hello' },
    });
    hello.splitTraffic(props.weights);
    new MeshClient(this, 'curl', { clusters, image: props.clientImage, command: props.clientCommand });
    if (props.mutualTls !== undefined) new MutualTls(this, 'mutual-tls', { mode: props.mutualTls });
    if (props.guarded) {
      const namespaces = props.host === undefined ? [props.namespace] : [props.namespace, GATEWAY_NAMESPACE];
      new AccessPolicy(this, 'hello-callers', { target: { selector: { app: hello.name } }, rules: [{ namespaces }] });
    }
    if (props.host !== undefined) {
      const hosts = [props.host];
      const gateway = listen(this, 'hello-gateway', IngressGateway.named('ingressgateway'), { servers: [{ hosts }] });
      hello.expose(gateway, { hosts });
    }
  }
}

interface HelloState {
  readonly weights: VersionWeights;
  readonly mutualTls?: MutualTlsMode;
  readonly guarded?: boolean;
}

const STAGES: Readonly<Record<string, HelloState>> = {
  '90-10': { weights: { v1: 90, v2: 10 } },
  '50-50': { weights: { v1: 50, v2: 50 } },
  '0-100': { weights: { v1: 0, v2: 100 } },
  permissive: { weights: { v1: 0, v2: 100 }, mutualTls: 'PERMISSIVE' },
  strict: { weights: { v1: 0, v2: 100 }, mutualTls: 'STRICT' },
  fixed: { weights: { v1: 0, v2: 100 }, mutualTls: 'STRICT', guarded: true },
};

/** The hello scenario. */
export const hello: Scenario<typeof helloSettings> = {
  name: 'hello',
  description: 'Canary release of one service by weights, then mTLS.',
  stages: [
    { name: '90-10', description: '90 % of the requests to v1, 10 % to v2.' },
    { name: '50-50', description: 'Half of the requests to each version.' },
    { name: '0-100', description: 'All requests to v2.' },
    { name: 'permissive', description: 'All to v2; mTLS accepted beside plain text.' },
    { name: 'strict', description: 'All to v2; plain text refused.' },
    { name: 'fixed', description: 'As strict, and a policy says who may call.' },
  ],
  settings: helloSettings,
  external: ({ host }) => (host === undefined ? {} : { gateways: [`${GATEWAY_NAMESPACE}/ingressgateway`] }),
  needs: ({ clusters }) => ({ clusters: { clusters } }),
  reference: { placement: Placement.single('cluster'), settings: helloSettings.parse({}) },
  chart: (scope, mesh, stage, { weights, ...settings }) => {
    const state = stageOf(STAGES, stage);
    return new HelloChart(scope, 'hello', { ...mesh, ...settings, ...state, weights: weights ?? state.weights });
  },
};
