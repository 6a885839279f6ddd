import type * as pulumi from '@pulumi/pulumi';

/** What the provider is given. Everything is decided by the program; the provider only carries it out. */
export interface KindInputs {
  readonly name: string;
  /** kind's configuration as text. */
  readonly config: string;
  /** Node image; empty for kind's own. */
  readonly nodeImage: string;
  /** Who makes the cluster: project and stack. */
  readonly owner: string;
  readonly waitSeconds: number;
}

/** What is recorded of a cluster. */
export interface KindOutputs extends KindInputs {
  readonly kubeconfig: string;
  /** Docker's id of the control plane's container: another cluster of the same name has another. */
  readonly uid: string;
  /** Address of the control plane in Docker's network, for clusters that reach each other. */
  readonly address: string;
}

/*
 * The engine serializes this object with all that it refers to and runs it in a process of its own. So modules are
 * imported inside the functions: one captured from the top of the file could not be serialized.
 */

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(command: string, args: readonly string[]): Promise<Answer> {
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += String(data);
    });
    child.stderr.on('data', (data) => {
      stderr += String(data);
    });
    child.on('error', (error) => {
      reject(new Error(`${command} could not be run (${error.message}): install it and put it on PATH`));
    });
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
  });
}

/** Runs a command; a failure becomes one line, the last that names an error. */
async function must(command: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(command, args);
  if (code === 0) return stdout;
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  const told = lines.filter((line) => /error/i.test(line));
  throw new Error(
    `${command} ${args.slice(0, 3).join(' ')}: ${(told[0] ?? lines.at(-1) ?? `exit code ${code}`).trim()}`,
  );
}

interface Node {
  readonly id: string;
  readonly name: string;
  readonly running: boolean;
  readonly created: number;
  readonly address: string;
}

/** The containers of a cluster, the control plane first; none if there is no such cluster. */
async function nodesOf(name: string): Promise<Node[]> {
  const filter = ['ps', '-aq', '--no-trunc', '--filter', `label=io.x-k8s.kind.cluster=${name}`];
  const ids = (await must('docker', filter)).split('\n').filter(Boolean);
  if (ids.length === 0) return [];
  const found: {
    Id: string;
    Name: string;
    Created: string;
    State: { Running: boolean };
    NetworkSettings: { Networks: Record<string, { IPAddress: string }> };
  }[] = JSON.parse(await must('docker', ['inspect', ...ids]));
  return found
    .map((node) => ({
      id: node.Id,
      name: node.Name.replace(/^\//, ''),
      running: node.State.Running,
      created: Date.parse(node.Created),
      address: node.NetworkSettings.Networks['kind']?.IPAddress ?? '',
    }))
    .sort((a, b) => Number(b.name.endsWith('-control-plane')) - Number(a.name.endsWith('-control-plane')));
}

/** A note on disk, written before a cluster is made: by it an interrupted creation is known as ours. */
interface Note {
  readonly owner: string;
  /** When the creation started, in milliseconds. */
  readonly started: number;
  /** The process of `kind create cluster`, which may outlive an interrupted engine. */
  readonly pid?: number;
  /** Id of the control plane's container, once the cluster is complete. */
  readonly uid?: string;
}

async function notePath(name: string): Promise<string> {
  const { homedir } = await import('node:os');
  const { join } = await import('node:path');
  const state = process.env['XDG_STATE_HOME'] || join(homedir(), '.local', 'state');
  return join(state, 'asm-blueprints', `kind-${name}.json`);
}

async function readNote(name: string): Promise<Note | undefined> {
  const { readFile } = await import('node:fs/promises');
  try {
    return JSON.parse(await readFile(await notePath(name), 'utf8'));
  } catch {
    return undefined;
  }
}

async function writeNote(name: string, note: Note): Promise<void> {
  const { mkdir, rename, writeFile } = await import('node:fs/promises');
  const { dirname } = await import('node:path');
  const path = await notePath(name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(note));
  await rename(`${path}.new`, path);
}

async function removeNote(name: string): Promise<void> {
  const { rm } = await import('node:fs/promises');
  await rm(await notePath(name), { force: true });
}

/** Waits for a creation that an interrupted engine has left running. */
async function outwait(note: Note | undefined, seconds: number): Promise<void> {
  const alive = async (pid: number) =>
    (await run('ps', ['-o', 'args=', '-p', String(pid)])).stdout.includes('create cluster');
  const end = Date.now() + seconds * 1000;
  while (note?.pid !== undefined && Date.now() < end && (await alive(note.pid))) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function create(inputs: KindInputs): Promise<void> {
  const { spawn } = await import('node:child_process');
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const folder = await mkdtemp(join(tmpdir(), 'kind-'));
  const image = inputs.nodeImage === '' ? [] : ['--image', inputs.nodeImage];
  const wait = ['--wait', `${inputs.waitSeconds}s`];
  // A kubeconfig of its own, so that the user's stays as it is.
  const args = ['create', 'cluster', '--config', '-', ...image, ...wait, '--kubeconfig', join(folder, 'kubeconfig')];
  try {
    await new Promise<void>((resolve, reject) => {
      const child = spawn('kind', args, { env: process.env, stdio: ['pipe', 'ignore', 'pipe'] });
      let told = '';
      child.stderr.on('data', (data) => {
        told += String(data);
      });
      child.on('error', (error) => reject(new Error(`kind could not be run: ${error.message}`)));
      child.on('close', (code) => {
        const line = told.split('\n').find((text) => /error/i.test(text));
        if (code === 0) resolve();
        else reject(new Error(`kind create cluster ${inputs.name}: ${line ?? `exit code ${code}`}`));
      });
      // A kind that ends early says why on its own.
      child.stdin.on('error', () => undefined);
      child.on('spawn', () => {
        writeNote(inputs.name, {
          owner: inputs.owner,
          started: Date.now(),
          ...(child.pid === undefined ? {} : { pid: child.pid }),
        }).then(() => child.stdin.end(inputs.config), reject);
      });
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Makes the cluster, or takes over the one of this name that the same stack has made. */
async function ensure(inputs: KindInputs): Promise<KindOutputs> {
  const note = await readNote(inputs.name);
  await outwait(note, inputs.waitSeconds + 120);
  const [existing] = await nodesOf(inputs.name);
  if (existing !== undefined) {
    const current = await readNote(inputs.name);
    const made =
      current?.uid === undefined ? existing.created >= (current?.started ?? Infinity) : current.uid === existing.id;
    if (current?.owner !== inputs.owner || !made) {
      throw new Error(
        `a kind cluster ${inputs.name} exists, and this stack has not made it: choose another name, or delete it with \`kind delete cluster --name ${inputs.name}\``,
      );
    }
    // A creation that was cut off leaves a cluster of which nobody knows how far it came.
    if (current.uid === undefined && !(await complete(inputs.name))) {
      await must('kind', ['delete', 'cluster', '--name', inputs.name]);
      await create(inputs);
    }
  } else {
    await create(inputs);
  }
  return finish(inputs);
}

async function complete(name: string): Promise<boolean> {
  const [node] = await nodesOf(name);
  if (node?.running !== true) return false;
  const ready = [
    'exec',
    node.name,
    'kubectl',
    '--kubeconfig=/etc/kubernetes/admin.conf',
    'wait',
    '--for=condition=Ready',
    'node',
    '--all',
    '--timeout=5s',
  ];
  const addons = [
    'exec',
    node.name,
    'kubectl',
    '--kubeconfig=/etc/kubernetes/admin.conf',
    '-n',
    'kube-system',
    'get',
    'deployment/coredns',
    'daemonset/kube-proxy',
  ];
  return (await run('docker', ready)).code === 0 && (await run('docker', addons)).code === 0;
}

/** Starts nodes that are stopped, notes the cluster as complete and describes it. */
async function finish(inputs: KindInputs): Promise<KindOutputs> {
  for (const node of await nodesOf(inputs.name)) {
    if (!node.running) await must('docker', ['start', node.name]);
  }
  const [node] = await nodesOf(inputs.name);
  if (node === undefined) throw new Error(`the kind cluster ${inputs.name} was deleted while it was being made`);
  const note = await readNote(inputs.name);
  await writeNote(inputs.name, { owner: inputs.owner, started: note?.started ?? node.created, uid: node.id });
  const kubeconfig = await must('kind', ['get', 'kubeconfig', '--name', inputs.name]);
  return { ...inputs, kubeconfig, uid: node.id, address: node.address };
}

/** Provider of {@link KindCluster}: makes, finds, changes and deletes a kind cluster with `kind` and `docker`. */
export const kindProvider: pulumi.dynamic.ResourceProvider<KindInputs, KindOutputs> = {
  async diff(id, olds, news) {
    const fixed: string[] = (['name', 'config', 'nodeImage'] as const).filter((key) => olds[key] !== news[key]);
    // Without this, an up with no refresh before it would talk to a cluster that is gone.
    const [node] = await nodesOf(id);
    if (node?.id !== olds.uid) fixed.push('uid');
    const loose = (['owner', 'waitSeconds'] as const).filter((key) => olds[key] !== news[key]);
    return {
      changes: fixed.length > 0 || loose.length > 0,
      replaces: fixed,
      deleteBeforeReplace: true,
      // What a preview of a change without a replacement knows for sure.
      stables: fixed.length > 0 ? ['name'] : ['name', 'kubeconfig', 'uid', 'address'],
    };
  },
  async create(inputs) {
    return { id: inputs.name, outs: await ensure(inputs) };
  },
  async read(id, props) {
    if (props === undefined) throw new Error(`the kind cluster ${id} is not known to this stack`);
    const [node] = await nodesOf(id);
    if (node === undefined || node.id !== props.uid) return {};
    const { kubeconfig: _kubeconfig, uid: _uid, address: _address, ...inputs } = props;
    const kubeconfig = await must('kind', ['get', 'kubeconfig', '--name', id]);
    // Without the inputs a refresh has nothing to compare; they lack what only a read can tell.
    return { id, props: { ...props, kubeconfig, address: node.address }, inputs: inputs as KindOutputs };
  },
  async update(_id, _olds, news) {
    return { outs: await finish(news) };
  },
  async delete(id) {
    await must('kind', ['delete', 'cluster', '--name', id]);
    await removeNote(id);
  },
};
