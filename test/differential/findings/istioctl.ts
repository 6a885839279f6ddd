import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildMesh,
  fieldsOf,
  istioCodes,
  type Labels,
  type Mesh,
  podTemplateOf,
  type Resource,
} from '../../../mesh/index.js';
import { ApiServer, isBuiltIn, type KubernetesObject } from './api-server.js';

/** Whether there is an `istioctl` to compare with. */
export function hasIstioctl(): boolean {
  try {
    execFileSync('istioctl', ['version', '--remote=false'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A message of istioctl. */
export interface Message {
  readonly code: string;
  readonly message: string;
  /** `Kind namespace/name` as istioctl has it. */
  readonly origin?: string;
  /** The same, with the object of the files instead of the pod that was made of it. */
  readonly owner: string;
}

/**
 * A real `istioctl analyze` of files, which talks to an API server of this test, so that all of its analyzers run: objects of Kubernetes are in
 * the cluster, those of Istio in a file, since of several equal messages it keeps those of different lines.
 */
export class Istioctl {
  private runs = 0;

  private constructor(
    private readonly server: ApiServer,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Istioctl> {
    return new Istioctl(await ApiServer.start(), mkdtempSync(join(tmpdir(), 'findings-')));
  }

  stop(): void {
    this.server.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** What it finds in these objects and the pods of their Deployments, as `CODE Kind namespace/name`. */
  async analyze(resources: readonly Resource[]): Promise<readonly string[]> {
    const messages = await this.messages(resources);
    return messages
      .filter(({ code }) => code in istioCodes)
      .map(({ code, owner }) => `${code} ${owner}`)
      .sort();
  }

  /** Its messages, with the object that each is about. */
  async messages(resources: readonly Resource[]): Promise<readonly Message[]> {
    const mesh = buildMesh(resources);
    this.runs += 1;
    const kubeconfig = join(this.folder, `kubeconfig-${this.runs}.json`);
    const objects = [...objectsOf(mesh), ...podsOf(mesh)];
    const server = this.server.serve(`mesh-${this.runs}`, objects.filter(isBuiltIn));
    const file = join(this.folder, `mesh-${this.runs}.yaml`);
    writeFileSync(file, fileOf(objects.filter((object) => !isBuiltIn(object))));
    writeFileSync(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        clusters: [{ name: 'c', cluster: { server } }],
        users: [{ name: 'u', user: {} }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        'current-context': 'c',
      }),
    );
    const output = await new Promise<string>((resolve, reject) => {
      execFile(
        'istioctl',
        ['analyze', '-A', '--kubeconfig', kubeconfig, '-o', 'json', '--ignore-unknown', file],
        { timeout: 60_000 },
        (_, stdout, stderr) => {
          if (stdout.trim() === '') {
            reject(new Error(stderr));
          }
          resolve(stdout);
        },
      );
    });
    const messages = (parse(output) ?? []) as Omit<Message, 'owner'>[];
    return (
      messages
        .map((message) => ({ ...message, owner: (message.origin ?? '').replace(/^Pod (.*)-made-by-(\w+)$/, '$2 $1') }))
        // What is said of the pods and of their Deployment is said once here.
        .filter(
          ({ code, message: text, origin, owner }, _, all) =>
            origin === owner ||
            !all.some((other) => other.code === code && other.message === text && other.origin === owner),
        )
    );
  }
}

function fileOf(objects: readonly KubernetesObject[]): string {
  return objects.map((object) => JSON.stringify(object, undefined, 2)).join('\n---\n');
}

/** The objects, and the Services that controllers would have made. */
function objectsOf(mesh: Mesh): readonly KubernetesObject[] {
  const made = mesh.services.flatMap(({ objects }) => objects.filter(({ madeFrom }) => madeFrom !== undefined));
  return [...mesh.objects, ...made].map(({ resource: { manifest }, namespace }) => {
    const metadata = { ...manifest.metadata, ...(namespace === '' ? {} : { namespace }), resourceVersion: '1' };
    return withDefaults({ ...manifest, metadata } as KubernetesObject);
  });
}

/** The pods that controllers would have made. */
function podsOf(mesh: Mesh): readonly KubernetesObject[] {
  return mesh.workloads.flatMap(({ kind, object, injection, annotations, isAmbient }) => {
    if (kind === 'Pod' || kind === 'WorkloadEntry') {
      return [];
    }
    const template = fieldsOf(podTemplateOf(object));
    const spec = fieldsOf(template['spec']);
    const containers = ((spec['containers'] ?? []) as { name: string }[]).filter(({ name }) => name !== 'istio-proxy');
    const isProxied = injection.injected || object.madeFrom !== undefined;
    const proxies = isProxied ? [{ name: 'istio-proxy', image: 'proxyv2' }] : [];
    const name = `${object.name}-made-by-${kind}`;
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        ...fieldsOf(template['metadata']),
        annotations: {
          ...annotations,
          ...(isAmbient ? { 'ambient.istio.io/redirection': 'enabled' } : {}),
          ...suppressionOf(object.annotations),
        },
        name,
        namespace: object.namespace,
        resourceVersion: '1',
      },
      spec: { ...spec, containers: [...containers, ...proxies] },
    };
  });
}

/** What the owner of pods silences is silent about the pods too. */
function suppressionOf(annotations: Labels): Labels {
  const key = 'galley.istio.io/analyze-suppress';
  return annotations[key] === undefined ? {} : { [key]: annotations[key] };
}

/** What a real API server fills in and the analyzers rely on. */
function withDefaults(object: KubernetesObject): KubernetesObject {
  if (object.kind === 'Service') {
    const spec = fieldsOf(object['spec']);
    const ports = (spec['ports'] as { port: number }[] | undefined)?.map((port) => ({
      protocol: 'TCP',
      targetPort: port.port,
      ...port,
    }));
    return { ...object, spec: { ...spec, ...(ports === undefined ? {} : { ports }) } };
  }
  if (object.kind === 'Secret') {
    const encoded = Object.entries(fieldsOf(object['stringData'])).map(([key, value]) => [
      key,
      Buffer.from(String(value)).toString('base64'),
    ]);
    return { ...object, data: { ...fieldsOf(object['data']), ...Object.fromEntries(encoded) } };
  }
  return object;
}

function parse(output: string): unknown {
  try {
    // Warnings about the mesh-wide settings come first.
    return JSON.parse(output.slice(output.search(/^\[/m)));
  } catch {
    throw new Error(`istioctl answered ${output.slice(0, 300)}`);
  }
}
