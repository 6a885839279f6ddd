import { z } from 'zod';
import { imageName, imageTag, path, resourceName } from '../../charts/setting-schemas.js';

/** Longest name of a cluster that kind takes. */
const LONGEST_NAME = 50;

const port = z.int().min(1).max(65535);

const kindSchema = z.strictObject({
  prefix: resourceName.default('asm').describe('Name of a cluster in kind is `<prefix>-<name>`.'),
  nodeImage: imageName.optional().describe('Node image. Default: the one of the installed kind.'),
  workers: z.int().min(0).max(9).default(0).describe('Nodes beside the control plane, which runs workloads as well.'),
  images: z
    .array(imageName)
    .default([])
    .describe("Images of the machine's Docker that are loaded into the nodes; one that Docker lacks is pulled first."),
  kubeadmConfigPatches: z
    .array(z.string().min(1))
    .default([])
    .describe("Patches of kubeadm's configuration, a YAML text each."),
});

const istioSchema = z.strictObject({
  repository: z
    .url({ protocol: /^(?:https?|oci)$/, error: 'must be an address such as https://charts.example.com' })
    .optional()
    .describe("Repository of Istio's Helm charts. Default: Istio's public one."),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+[\w.+-]*$/, 'must be a version such as 1.29.0')
    .optional()
    .describe('Version of the charts. Default: the one that the program is tested with.'),
  folder: path
    .optional()
    .describe('Folder with the charts, in place of a repository: `manifests/charts` of an Istio release.'),
  hub: imageName.optional().describe("Registry and tag of Istio's images. Default: the charts' own."),
  tag: imageTag.optional().describe("Tag of Istio's images. Default: the charts' own."),
  istiodValues: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Values for the chart `istiod`, over the program's own."),
  gatewayValues: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("Values for the chart `gateway`, over the program's own."),
});

const PROMETHEUS_IMAGE = 'prom/prometheus:v3.5.0';
const GRAFANA_IMAGE = 'grafana/grafana:12.1.0';

/** A program that comes with the stack, or not; `true` takes the image that the stack is written for. */
function programSchema(image: string) {
  const settings = z.strictObject({ image: imageName.default(image).describe('Image of the program.') });
  return z
    .union([z.boolean(), settings])
    .default(false)
    .transform((wanted) => (wanted === true ? { image } : wanted));
}

const smokeSchema = z.strictObject({
  image: imageName
    .default('hashicorp/http-echo:1.0')
    .describe('Image that answers HTTP with a text that names its version.'),
  port: port.default(5678).describe('Port on which it listens.'),
});

/** A local environment: kind clusters on this machine. */
const settingsSchema = z.strictObject({
  clusters: z
    .array(resourceName)
    .min(1)
    .max(2)
    .refine((names) => new Set(names).size === names.length, 'must be names of different clusters')
    .meta({ uniqueItems: true })
    .default(['local'])
    .describe('Names of the clusters; with two, the first holds the control plane.'),
  kind: kindSchema.prefault({}).describe('How the clusters are made.'),
  ports: z
    .strictObject({
      http: port.default(8080).describe('Port of HTTP.'),
      https: port.default(8443).describe('Port of HTTPS.'),
    })
    .refine(({ http, https }) => http !== https, 'must be two different ports')
    .prefault({})
    .describe('Ports on 127.0.0.1 that lead to the ingress gateway.'),
  readyMinutes: z.int().min(1).max(60).default(5).describe('Minutes that one object may take until it is ready.'),
  istio: istioSchema.prefault({}).describe('Where Istio comes from.'),
  gatewayApi: path
    .optional()
    .describe('Kinds of the Gateway API, for charts that use them: address of a manifest, a file or a folder.'),
  prometheus: programSchema(PROMETHEUS_IMAGE).describe('Prometheus, which counts what the proxies do.'),
  grafana: programSchema(GRAFANA_IMAGE).describe('Grafana with the dashboards; it needs `prometheus`.'),
  smoke: smokeSchema.prefault({}).describe('What `npm run smoke` deploys to send requests to.'),
});

/** Kind refuses longer names, because a node's name is a host name; Grafana alone would be empty. */
export const localSchema = settingsSchema.superRefine(
  ({ clusters, kind: { prefix }, prometheus, grafana }, context) => {
    if (grafana !== false && prometheus === false) {
      context.addIssue({
        code: 'custom',
        path: ['grafana'],
        message: 'must not be on without prometheus, whose data it shows',
      });
    }
    for (const [index, name] of clusters.entries()) {
      if (`${prefix}-${name}`.length <= LONGEST_NAME) continue;
      const message = `'${prefix}-${name}' must not be longer than ${LONGEST_NAME} characters`;
      context.addIssue({ code: 'custom', path: ['clusters', index], message });
    }
  },
);

/** The settings of a local environment. */
export type LocalSettings = z.infer<typeof localSchema>;
