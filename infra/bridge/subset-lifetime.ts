import * as pulumi from '@pulumi/pulumi';
import { load } from 'js-yaml';
import type { FilledManifest } from './kubernetes-object.js';
import {
  type ApiConnection,
  type SubsetInputs,
  type SubsetRule,
  subsetHoldProvider,
  subsetReleaseProvider,
  subsetsOf,
} from './subset-provider.js';

/** Args of {@link SubsetLifetime}. */
export interface SubsetLifetimeArgs {
  /** The DestinationRules of a chart on one API server, late values filled in. */
  readonly rules: readonly FilledManifest[];
  /** Kubeconfig of the API server, with a certificate or a token. */
  readonly kubeconfig: pulumi.Input<string>;
  /** How long proxies may take to follow a change. @default 5 */
  readonly settleSeconds?: number;
}

/**
 * Keeps a subset until the last route that names it has been changed or deleted.
 *
 * A route depends on the DestinationRules that it names, so the engine changes the rule first. That is right for a
 * subset that comes, and wrong for one that goes: until its route follows, requests would fail. No order of the two is
 * right for a change that does both. So a subset that goes is kept in a second DestinationRule,
 * `<name>-outgoing`, which Istio merges with the first:
 *
 * 1. the hold writes that rule, knowing the old subsets from the engine's own state, or from the API server where a rule
 *    is new to this chart: it moved, or the chart was renamed;
 * 2. DestinationRules, then routes, are changed as they depend on each other;
 * 3. the release, which such a change replaces, is deleted by the engine at the very end, after all routes and before
 *    the workloads of the subset: it waits until proxies have followed and removes the second rule.
 *
 * All of it is in the engine's state: an interrupted update goes on where it was, and an update that takes no subset
 * away does nothing. A kubeconfig that runs a program for its credentials is not supported.
 */
export class SubsetLifetime {
  /** What the DestinationRules of the chart depend on. */
  readonly gate: pulumi.Resource;

  constructor(name: string, args: SubsetLifetimeArgs, opts: pulumi.CustomResourceOptions) {
    const inputs = {
      connection: pulumi.secret(pulumi.output(args.kubeconfig).apply(apiConnection)),
      rules: args.rules.map(subsetRule),
      settleSeconds: args.settleSeconds ?? 5,
    };
    const hold = new SubsetHold(`${name}/subset-hold`, inputs, opts);
    this.gate = new SubsetRelease(`${name}/subset-release`, inputs, pulumi.mergeOptions(opts, { dependsOn: [hold] }));
  }
}

type SubsetResourceInputs = { readonly [Key in keyof SubsetInputs]: pulumi.Input<unknown> };

class SubsetHold extends pulumi.dynamic.Resource {
  constructor(name: string, inputs: SubsetResourceInputs, opts: pulumi.CustomResourceOptions) {
    super(subsetHoldProvider, name, { ...inputs }, opts, 'asm:charts', 'SubsetHold');
  }
}

class SubsetRelease extends pulumi.dynamic.Resource {
  constructor(name: string, inputs: SubsetResourceInputs, opts: pulumi.CustomResourceOptions) {
    super(subsetReleaseProvider, name, { ...inputs }, opts, 'asm:charts', 'SubsetRelease');
  }
}

/** What the lifetime of a DestinationRule's subsets depends on. */
export function subsetRule(manifest: FilledManifest): SubsetRule {
  const { name, namespace = 'default' } = manifest['metadata'] as {
    readonly name: string;
    readonly namespace?: string;
  };
  const spec = (manifest['spec'] ?? {}) as Readonly<Record<string, unknown>>;
  return { apiVersion: manifest.apiVersion, namespace, name, ...subsetsOf(spec) };
}

interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
  readonly clusters?: readonly { readonly name: string; readonly cluster: Readonly<Record<string, string>> }[];
  readonly users?: readonly { readonly name: string; readonly user: Readonly<Record<string, string>> }[];
}

/** Server and credentials of a kubeconfig's current context. @throws Error if the text is no kubeconfig */
export function apiConnection(kubeconfig: string): ApiConnection {
  const config = load(kubeconfig) as Kubeconfig;
  const named = config.contexts?.find(({ name }) => name === config['current-context']) ?? config.contexts?.[0];
  const cluster =
    config.clusters?.find(({ name }) => name === named?.context.cluster)?.cluster ?? config.clusters?.[0]?.cluster;
  const user = config.users?.find(({ name }) => name === named?.context.user)?.user ?? config.users?.[0]?.user;
  const server = cluster?.['server'];
  if (server === undefined) throw new Error('the kubeconfig names no server');
  const pem = (text: string | undefined) => (text === undefined ? '' : Buffer.from(text, 'base64').toString('utf8'));
  return {
    server,
    certificateAuthority: pem(cluster?.['certificate-authority-data']),
    clientCertificate: pem(user?.['client-certificate-data']),
    clientKey: pem(user?.['client-key-data']),
    token: user?.['token'] ?? '',
  };
}
