import type * as pulumi from '@pulumi/pulumi';

/** A cluster and the ranges behind its nodes. */
export interface LinkedCluster {
  /** Name of the cluster in kind. */
  readonly name: string;
  /** Identity of the cluster, so that a new one is linked anew. */
  readonly uid: string;
  readonly ranges: readonly string[];
}

/** Inputs of the link. */
export interface LinkInputs {
  readonly clusters: readonly LinkedCluster[];
}

/*
 * The engine serializes this object with all that it refers to and runs it in a process of its own. So modules are
 * imported inside the functions: one captured from the top of the file could not be serialized.
 */

async function docker(...args: readonly string[]): Promise<string> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    execFile('docker', [...args], { env: process.env }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(new Error(`docker ${args.slice(0, 3).join(' ')}: ${stderr.trim().split('\n').at(-1) ?? error.message}`));
    });
  });
}

async function nodesOf(cluster: string): Promise<string[]> {
  const filter = `label=io.x-k8s.kind.cluster=${cluster}`;
  return (await docker('ps', '-a', '--filter', filter, '--format', '{{.Names}}')).split('\n').filter(Boolean).sort();
}

async function controlPlane(cluster: string): Promise<{ name: string; address: string }> {
  const name = (await nodesOf(cluster)).find((node) => node.endsWith('-control-plane'));
  if (name === undefined) throw new Error(`there is no kind cluster ${cluster}`);
  const address = (await docker('inspect', '--format', '{{.NetworkSettings.Networks.kind.IPAddress}}', name)).trim();
  return { name, address };
}

/** The ranges of a cluster with the node behind which each lies. */
async function rangesOf(cluster: LinkedCluster): Promise<{ range: string; via: string }[]> {
  const { name, address } = await controlPlane(cluster.name);
  const path = '{range .items[*]}{.spec.podCIDR} {.status.addresses[?(@.type=="InternalIP")].address}{"\\n"}{end}';
  const kubectl = ['exec', name, 'kubectl', '--kubeconfig=/etc/kubernetes/admin.conf'];
  const pods = (await docker(...kubectl, 'get', 'nodes', '-o', `jsonpath=${path}`)).split('\n').filter(Boolean);
  return [
    ...pods.map((line) => {
      const [range = '', via = ''] = line.split(' ');
      return { range, via };
    }),
    ...cluster.ranges.map((range) => ({ range, via: address })),
  ];
}

/** Gives every node of a cluster a route to the ranges of the others. */
async function link({ clusters }: LinkInputs): Promise<void> {
  for (const cluster of clusters) {
    for (const { range, via } of await rangesOf(cluster)) {
      for (const other of clusters.filter(({ name }) => name !== cluster.name)) {
        for (const node of await nodesOf(other.name))
          await docker('exec', node, 'ip', 'route', 'replace', range, 'via', via);
      }
    }
  }
}

async function isLinked({ clusters }: LinkInputs): Promise<boolean> {
  for (const cluster of clusters) {
    const { name } = await controlPlane(cluster.name);
    const routes = await docker('exec', name, 'ip', 'route');
    const ranges = clusters.filter((other) => other.name !== cluster.name).flatMap((other) => other.ranges);
    if (!ranges.every((range) => routes.includes(`${range} via `))) return false;
  }
  return true;
}

/** Provider of the routes between clusters. A node that was restarted has lost its routes; the next update sets them again. */
export const linkProvider: pulumi.dynamic.ResourceProvider<LinkInputs, LinkInputs> = {
  async diff(_id, olds, news) {
    if (JSON.stringify(olds.clusters) !== JSON.stringify(news.clusters)) return { changes: true };
    return { changes: !(await isLinked(news).catch(() => true)) };
  },
  async create(inputs) {
    await link(inputs);
    return { id: inputs.clusters.map(({ name }) => name).join('-'), outs: inputs };
  },
  async update(_id, _olds, news) {
    await link(news);
    return { outs: news };
  },
};

/** What says that a remote cluster injects sidecars. */
export interface InjectionInputs {
  /** Name of the cluster in kind. */
  readonly cluster: string;
  readonly uid: string;
}

/**
 * Waits until the control plane in the first cluster has taken the second over: it writes its certificate into the
 * injector's configuration there, without which no pod could be made.
 */
export const injectionProvider: pulumi.dynamic.ResourceProvider<InjectionInputs, InjectionInputs> = {
  async create(inputs) {
    const end = Date.now() + 180_000;
    for (;;) {
      const { name } = await controlPlane(inputs.cluster);
      const path = 'jsonpath={.items[*].webhooks[*].clientConfig.caBundle}';
      const kubectl = ['exec', name, 'kubectl', '--kubeconfig=/etc/kubernetes/admin.conf'];
      const get = ['get', 'mutatingwebhookconfigurations', '-l', 'app=sidecar-injector', '-o', path];
      if ((await docker(...kubectl, ...get)).trim() !== '') return { id: inputs.cluster, outs: inputs };
      if (Date.now() > end) {
        throw new Error(
          `istiod has not taken over ${inputs.cluster} within 3 minutes; see its log in the first cluster`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  },
  async diff(_id, olds, news) {
    return {
      changes: olds.uid !== news.uid,
      replaces: olds.uid === news.uid ? [] : ['uid'],
      deleteBeforeReplace: true,
    };
  },
};
