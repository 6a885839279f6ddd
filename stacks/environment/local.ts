import { z } from 'zod';
import { imageName, imageTag, path, resourceName } from '../../charts/setting-schemas.js';

/** Longest name of a cluster that kind takes. */
const LONGEST_NAME = 50;

const port = z.int().min(1).max(65535);

const kindSchema = z.strictObject({
  /** Name of a cluster in kind is `<prefix>-<name>`. */
  prefix: resourceName.default('asm'),
  /** Node image. Default: the one of the installed kind. */
  nodeImage: imageName.optional(),
  /** Nodes beside the control plane, which runs workloads as well. */
  workers: z.int().min(0).max(9).default(0),
  /** Images of the machine's Docker that are loaded into the nodes; one that Docker lacks is pulled first. */
  images: z.array(imageName).default([]),
  /** Patches of kubeadm's configuration, a YAML text each. */
  kubeadmConfigPatches: z.array(z.string().min(1)).default([]),
});

const istioSchema = z.strictObject({
  /** Repository of Istio's Helm charts. Default: Istio's public one. */
  repository: z
    .url({ protocol: /^(?:https?|oci)$/, error: 'must be an address such as https://charts.example.com' })
    .optional(),
  /** Version of the charts. Default: see `DEFAULT_ISTIO_VERSION`. */
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+[\w.+-]*$/, 'must be a version such as 1.29.0')
    .optional(),
  /** Folder with the charts, in place of a repository: `manifests/charts` of an Istio release. */
  folder: path.optional(),
  /** Registry and tag of Istio's images. Default: the charts' own. */
  hub: imageName.optional(),
  tag: imageTag.optional(),
  /** Values for the chart `istiod`, over the program's own. */
  istiodValues: z.record(z.string(), z.unknown()).default({}),
  /** Values for the chart `gateway`, over the program's own. */
  gatewayValues: z.record(z.string(), z.unknown()).default({}),
});

const smokeSchema = z.strictObject({
  /** Image that answers HTTP with a text that names its version. */
  image: imageName.default('hashicorp/http-echo:1.0'),
  /** Port on which it listens. */
  port: port.default(5678),
});

/** A local environment: kind clusters on this machine. */
const settingsSchema = z.strictObject({
  /** Names of the clusters; with two, the first holds the control plane. */
  clusters: z
    .array(resourceName)
    .min(1)
    .max(2)
    .refine((names) => new Set(names).size === names.length, 'must be names of different clusters')
    .default(['local']),
  kind: kindSchema.prefault({}),
  /** Ports on 127.0.0.1 that lead to the ingress gateway. */
  ports: z
    .strictObject({ http: port.default(8080), https: port.default(8443) })
    .refine(({ http, https }) => http !== https, 'must be two different ports')
    .prefault({}),
  /** Minutes that one object may take until it is ready. */
  readyMinutes: z.int().min(1).max(60).default(5),
  istio: istioSchema.prefault({}),
  /** Kinds of the Gateway API, for charts that use them: address of a manifest, a file or a folder. */
  gatewayApi: path.optional(),
  /** What `npm run smoke` deploys to send requests to. */
  smoke: smokeSchema.prefault({}),
});

/** Kind refuses longer names, because a node's name is a host name. */
export const localSchema = settingsSchema.superRefine(({ clusters, kind: { prefix } }, context) => {
  for (const [index, name] of clusters.entries()) {
    if (`${prefix}-${name}`.length <= LONGEST_NAME) continue;
    const message = `'${prefix}-${name}' must not be longer than ${LONGEST_NAME} characters`;
    context.addIssue({ code: 'custom', path: ['clusters', index], message });
  }
});

/** The settings of a local environment. */
export type LocalSettings = z.infer<typeof localSchema>;
