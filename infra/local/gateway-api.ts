import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { loadAll } from 'js-yaml';
import { groupOf, type Manifest, type Problem, ProblemsError, type Resource } from '../../mesh/index.js';
import { KubernetesObject } from '../bridge/kubernetes-object.js';
import { type OwnCluster, onCluster } from '../bridge/own-cluster.js';
import { type ReadPage, readPage } from './source-check.js';

/** Where the kinds of the Gateway API come from where an environment names nothing; Istio does not bring them. */
export const DEFAULT_GATEWAY_API =
  'https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.4.0/standard-install.yaml';

const GROUP = 'gateway.networking.k8s.io';

/** Names of the API servers that get objects of the Gateway API. */
export function usersOfGatewayApi(resources: readonly Resource[]): ReadonlySet<string> {
  return new Set(
    resources.filter(({ manifest }) => groupOf(manifest.apiVersion) === GROUP).map(({ target }) => target.name),
  );
}

/**
 * The CustomResourceDefinitions of the Gateway API.
 *
 * @param source address of a release's manifest, a file, or a folder of files
 * @throws ProblemsError if there are none to read
 */
export async function readGatewayApi(source: string, read: ReadPage = readPage): Promise<readonly Manifest[]> {
  const refuse = (message: string): ProblemsError => {
    const fix = 'give a manifest of a Gateway API release, a file or a folder in local.gatewayApi';
    const problem: Problem = { code: 'LOCAL_GATEWAY_API', place: source, message, fix };
    return new ProblemsError('The kinds of the Gateway API cannot be read:', [problem]);
  };
  let texts: readonly string[];
  try {
    texts = /^https?:/.test(source) ? [await read(source)] : textsAt(source);
  } catch (error) {
    throw refuse(`cannot be read (${error instanceof Error ? error.message.split('\n')[0] : error})`);
  }
  const kinds = texts
    .flatMap((text) => loadAll(text) as (Manifest | null)[])
    .filter((manifest) => manifest?.kind === 'CustomResourceDefinition');
  if (kinds.length === 0) throw refuse('holds no CustomResourceDefinition');
  return kinds as Manifest[];
}

function textsAt(path: string): string[] {
  if (!existsSync(path)) throw new Error('no such file or folder');
  if (!statSync(path).isDirectory()) return [readFileSync(path, 'utf8')];
  const files = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
  return files.sort().map((name) => readFileSync(join(path, name), 'utf8'));
}

/** Args of {@link GatewayApi}. */
export interface GatewayApiArgs {
  readonly provider: pulumi.ProviderResource;
  readonly cluster: OwnCluster;
  /** The definitions; see {@link readGatewayApi}. */
  readonly definitions: readonly Manifest[];
}

/** The kinds of the Gateway API on a cluster. */
export class GatewayApi extends pulumi.ComponentResource {
  /** What objects of these kinds wait for. */
  readonly ready: readonly pulumi.Resource[];

  constructor(name: string, { provider, cluster, definitions }: GatewayApiArgs) {
    super('asm:local:GatewayApi', name);
    this.ready = definitions.map(
      (definition) =>
        new KubernetesObject(
          `${name}/CustomResourceDefinition/${definition.metadata.name}`,
          { ...definition },
          { parent: this, provider, ...onCluster(cluster) },
        ),
    );
    this.registerOutputs({});
  }
}
