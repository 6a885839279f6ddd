import * as pulumi from '@pulumi/pulumi';
import type { Manifest } from '../../mesh/index.js';
import { otherTypeTokens, typeToken } from './object-identity.js';

/** A manifest whose late values are Outputs. */
export type FilledManifest = Pick<Manifest, 'apiVersion' | 'kind'> & { readonly [field: string]: unknown };

/**
 * One Kubernetes object as one resource of the Kubernetes provider.
 *
 * A class of our own rather than those of `@pulumi/kubernetes`: `apiextensions.CustomResource` gives core kinds a token
 * (`kubernetes:v1:Service`) that the rest of the provider's tools do not know, and the typed classes exist for the
 * built-in kinds only, so Istio's would differ from Kubernetes' in token, aliases and secrets. The token here is the
 * provider's own for every kind, so that the provider waits for a Deployment or a Service as it does for
 * `apps.v1.Deployment`, `pulumi import` and policy packs recognize the object, and a program can go from these to
 * the typed classes or back without a replacement. Every kind gets aliases for the other versions of its group.
 */
export class KubernetesObject extends pulumi.CustomResource {
  declare readonly apiVersion: pulumi.Output<string>;
  declare readonly kind: pulumi.Output<string>;
  declare readonly metadata: pulumi.Output<{
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
  }>;
  /** As the API server reports it once the provider has waited for the object; absent for kinds without one. */
  declare readonly status: pulumi.Output<Readonly<Record<string, unknown>> | undefined>;

  constructor(name: string, manifest: FilledManifest, opts: pulumi.CustomResourceOptions) {
    const secret = manifest.kind === 'Secret' && manifest.apiVersion === 'v1';
    super(
      typeToken(manifest.apiVersion, manifest.kind),
      name,
      // A key without a value is an output that the provider sets.
      { ...(secret ? sealed(manifest) : manifest), status: undefined },
      pulumi.mergeOptions(opts, {
        aliases: otherTypeTokens(manifest.apiVersion, manifest.kind).map((type) => ({ type })),
        ...(secret ? { additionalSecretOutputs: ['data', 'stringData'] } : {}),
      }),
    );
  }
}

/** A Secret's content is a secret of the state too, whether it came as an Output or as plain text. */
function sealed(manifest: FilledManifest): FilledManifest {
  const content = ['data', 'stringData'].filter((field) => manifest[field] !== undefined);
  return { ...manifest, ...Object.fromEntries(content.map((field) => [field, pulumi.secret(manifest[field])])) };
}
