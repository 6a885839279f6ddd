import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { z } from 'zod';
import {
  GatewayRateLimit,
  IngressGateway,
  listen,
  MeshChart,
  MeshNamespace,
  MeshService,
  type MeshSettings,
  Placement,
  type VersionProps,
} from '../constructs/index.js';
import { type Scenario, stageOf } from './scenario.js';
import { dnsLabel, hostName, imageName, imageTag, objectName, resourceName } from './setting-schemas.js';

/** What an environment may set of the bookinfo scenario. */
export const bookinfoSettings = z.strictObject({
  namespace: dnsLabel.default('default').describe('Namespace of the scenario.'),
  images: imageName
    .default('docker.io/istio')
    .describe('Images are `<images>/examples-bookinfo-<service>-<version>:<tag>`.'),
  tag: imageTag.default('1.15.0').describe('Tag of the images.'),
  m1c1: resourceName.default('m1c1').describe('Data-plane cluster of reviews v3.'),
  m1c2: resourceName.default('m1c2').describe('Data-plane cluster of everything else.'),
  ownGateway: z
    .boolean()
    .default(true)
    .describe(
      "Makes its own ingress gateway, as the guide does. Without it the environment's shared one is used; so it is by default in an environment with the scenario `ingress`.",
    ),
  host: hostName
    .optional()
    .describe(
      'Host behind the gateway. Default: every host, as in the guide, and `bookinfo.example.com` in the fixed stage.',
    ),
  credentialName: objectName
    .default('bookinfo-tls')
    .describe("Secret with the host's certificate, in the gateway's namespace, for the fixed stage."),
});
type BookinfoSettings = z.infer<typeof bookinfoSettings>;

/** Props of {@link BookinfoChart}. */
export interface BookinfoProps extends Partial<MeshSettings>, BookinfoSettings {
  /** Sends all calls of reviews to v3, which runs in the other cluster. */
  readonly reviewsV3: boolean;
  /** Does the same job without the guide's defects: TLS and a rate limit. */
  readonly fixed: boolean;
}

/** Bookinfo over two clusters behind one ingress gateway. */
export class BookinfoChart extends MeshChart {
  constructor(scope: Construct, id: string, props: BookinfoProps) {
    super(scope, id, props);
    const { m1c1, m1c2, fixed } = props;
    new MeshNamespace(this, 'namespace', { name: props.namespace, clusters: [m1c1, m1c2] });
    if (props.ownGateway) new IngressGateway(this, 'ingressgateway', { replicas: 1 });
    const ingress = IngressGateway.named('ingressgateway');

    this.bookinfoService(props, 'details', { v1: m1c2 }, [m1c2]);
    this.bookinfoService(props, 'ratings', { v1: m1c2 }, [m1c1, m1c2]);
    const reviews = this.bookinfoService(props, 'reviews', { v1: m1c2, v2: m1c2, v3: m1c1 }, [m1c1, m1c2]);
    const productpage = this.bookinfoService(props, 'productpage', { v1: m1c2 }, [m1c2], 'bookinfo');

    const hosts = [props.host ?? (fixed ? 'bookinfo.example.com' : '*')];
    const gateway = listen(this, 'bookinfo-gateway', ingress, {
      servers: fixed
        ? [
            { hosts, tls: { httpsRedirect: true } },
            { hosts, tls: { credentialName: props.credentialName } },
          ]
        : [{ hosts }],
    });
    const paths = [
      { exact: '/productpage' },
      { prefix: '/static' },
      { exact: '/login' },
      { exact: '/logout' },
      { prefix: '/api/v1/products' },
    ];
    productpage.expose(gateway, { hosts, paths });
    if (props.reviewsV3) reviews.splitTraffic({ v3: 100 });
    if (fixed) {
      const interval = Duration.seconds(1);
      new GatewayRateLimit(this, 'bookinfo-rate-limit', {
        gateway: ingress,
        requests: 100,
        interval,
        ports: [80, 443],
      });
    }
  }

  private bookinfoService(
    props: BookinfoProps,
    name: string,
    clusterOfVersion: Readonly<Record<string, string>>,
    clusters: readonly string[],
    virtualService = name,
  ): MeshService {
    const versions: Record<string, VersionProps> = {};
    for (const [version, cluster] of Object.entries(clusterOfVersion)) {
      const image = `${props.images}/examples-bookinfo-${name}-${version}:${props.tag}`;
      versions[version] = { image, containerName: name, cluster, ...(name === 'reviews' ? LIBERTY : {}) };
    }
    return new MeshService(this, name, {
      ports: { number: 9080 },
      versions,
      clusters,
      labels: { service: name },
      serviceAccount: { name: `bookinfo-${name}`, labels: { account: name } },
      names: { virtualService, destinationRule: name },
    });
  }
}

/** The server of reviews writes into its image; as another user than the image's it needs folders of its own. */
export const LIBERTY: Pick<VersionProps, 'env' | 'container' | 'pod'> = {
  env: { LOG_DIR: '/tmp/logs' },
  container: {
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'wlp-output', mountPath: '/opt/ibm/wlp/output' },
    ],
  },
  pod: {
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'wlp-output', emptyDir: {} },
    ],
  },
};

const STAGES: Readonly<Record<string, Pick<BookinfoProps, 'reviewsV3' | 'fixed'>>> = {
  'all-versions': { reviewsV3: false, fixed: false },
  'reviews-v3': { reviewsV3: true, fixed: false },
  fixed: { reviewsV3: true, fixed: true },
};

/** The bookinfo scenario. */
export const bookinfo: Scenario<typeof bookinfoSettings> = {
  name: 'bookinfo',
  description: 'Bookinfo over two clusters behind one ingress gateway.',
  stages: [
    { name: 'all-versions', description: 'Reviews of all versions, in both clusters.' },
    { name: 'reviews-v3', description: 'All calls of reviews to v3, in the other cluster.' },
    { name: 'fixed', description: 'As reviews-v3, with TLS and a rate limit at the gateway.' },
  ],
  settings: bookinfoSettings,
  external: ({ credentialName }) => ({ secrets: [`istio-system/${credentialName}`] }),
  needs: ({ m1c1, m1c2 }) => ({ clusters: { m1c1, m1c2 } }),
  // The environment's own gateway has the name of the one that the guide makes.
  defaults: ({ scenarios }) => (scenarios.includes('ingress') ? { ownGateway: false } : {}),
  reference: {
    placement: Placement.asm([{ name: 'm1c1' }, { name: 'm1c2' }]),
    settings: bookinfoSettings.parse({}),
  },
  chart: (scope, mesh, stage, settings) =>
    new BookinfoChart(scope, 'bookinfo', { ...mesh, ...settings, ...stageOf(STAGES, stage) }),
};
