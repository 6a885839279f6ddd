import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type KindInputs, kindProvider } from '../../../infra/local/kind-provider.js';

// Every call starts a shell, which takes long on a busy machine.
jest.setTimeout(60_000);

/** Stand-ins for kind and docker: a cluster is a file that holds its container's id. */
const KIND = `#!/bin/sh
echo "kind $*" >> "$FAKE/log"
name() { while [ $# -gt 0 ]; do [ "$1" = --name ] && echo "$2"; shift; done; }
case "$1 $2" in
  "create cluster")
    config=$(cat); cluster=$(echo "$config" | sed 's/.*"name":"\\([^"]*\\)".*/\\1/')
    [ -e "$FAKE/broken" ] && { echo "ERROR: failed to create cluster: no space left" >&2; exit 1; }
    echo "id-$(wc -l < "$FAKE/log" | tr -d ' ')" > "$FAKE/cluster-$cluster" ;;
  "delete cluster") rm -f "$FAKE/cluster-$(name "$@")" ;;
  "get kubeconfig") echo "kubeconfig of $(name "$@")" ;;
esac`;
const DOCKER = `#!/bin/sh
echo "docker $*" >> "$FAKE/log"
case "$1" in
  ps) cluster=\${5#label=io.x-k8s.kind.cluster=}; cat "$FAKE/cluster-$cluster" 2>/dev/null; true ;;
  inspect) printf '[{"Id":"%s","Name":"/x-control-plane","Created":"%s","State":{"Running":true},"NetworkSettings":{"Networks":{"kind":{"IPAddress":"172.18.0.2"}}}}]' "$2" "$(date -u -d "@$(($(date +%s) + 1))" +%Y-%m-%dT%H:%M:%SZ)" ;;
  exec) [ ! -e "$FAKE/incomplete" ] ;;
esac`;

let fake: string;
const saved = { ...process.env };

beforeEach(() => {
  fake = mkdtempSync(join(tmpdir(), 'fake-'));
  for (const [name, text] of Object.entries({ kind: KIND, docker: DOCKER })) {
    writeFileSync(join(fake, name), text);
    chmodSync(join(fake, name), 0o755);
  }
  writeFileSync(join(fake, 'log'), '');
  Object.assign(process.env, {
    FAKE: fake,
    PATH: `${fake}${delimiter}${saved['PATH']}`,
    XDG_STATE_HOME: join(fake, 'state'),
  });
});
afterEach(() => {
  rmSync(fake, { recursive: true, force: true });
  process.env = { ...saved };
});

const inputs: KindInputs = {
  name: 'asm-local',
  config: '{"name":"asm-local"}',
  nodeImage: 'node:1',
  owner: 'me/blueprints/local',
  waitSeconds: 1,
};
const note = () => join(fake, 'state', 'asm-blueprints', 'kind-asm-local.json');
const calls = (command: string) =>
  readFileSync(join(fake, 'log'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(command));
const make = async () => (await kindProvider.create(inputs)).outs;
const exists = () => existsSync(join(fake, 'cluster-asm-local'));

describe('kindProvider', () => {
  test('creates the cluster, and leaves the kubeconfig of the user alone', async () => {
    const outs = await make();
    expect(outs).toMatchObject({ kubeconfig: 'kubeconfig of asm-local\n', address: '172.18.0.2', owner: inputs.owner });
    const [created] = calls('kind create');
    expect(created).toMatch(
      /^kind create cluster --config - --image node:1 --wait 1s --kubeconfig .*kind-.*\/kubeconfig$/,
    );
    expect(JSON.parse(readFileSync(note(), 'utf8'))).toMatchObject({ owner: inputs.owner, uid: outs?.uid });
  });

  test('takes over the cluster that the same stack made', async () => {
    const first = await make();
    const second = await make();
    expect(second?.uid).toBe(first?.uid);
    expect(calls('kind create')).toHaveLength(1);
  });

  test('leaves the cluster of another stack alone', async () => {
    await make();
    await expect(kindProvider.create({ ...inputs, owner: 'you/other/local' })).rejects.toThrow(
      'a kind cluster asm-local exists, and this stack has not made it: choose another name, or delete it with `kind delete cluster --name asm-local`',
    );
    expect(exists()).toBe(true);
  });

  test('leaves a cluster of the same name alone that somebody made later by hand', async () => {
    await make();
    writeFileSync(join(fake, 'cluster-asm-local'), 'made-by-hand\n');
    await expect(make()).rejects.toThrow('this stack has not made it');
  });

  test('makes a cluster anew whose creation was cut off', async () => {
    await make();
    const { owner } = inputs;
    mkdirSync(join(fake, 'state', 'asm-blueprints'), { recursive: true });
    writeFileSync(note(), JSON.stringify({ owner, started: Date.now() - 1000 }));
    writeFileSync(join(fake, 'incomplete'), '');
    await make();
    expect(calls('kind delete')).toHaveLength(1);
    expect(calls('kind create')).toHaveLength(2);
  });

  test('takes over a cluster that was complete when the engine was cut off', async () => {
    await make();
    writeFileSync(note(), JSON.stringify({ owner: inputs.owner, started: Date.now() - 1000 }));
    await make();
    expect(calls('kind create')).toHaveLength(1);
  });

  test('says in one line why kind failed', async () => {
    writeFileSync(join(fake, 'broken'), '');
    await expect(make()).rejects.toThrow(
      /^kind create cluster asm-local: ERROR: failed to create cluster: no space left$/,
    );
  });

  test('read finds a cluster that is gone, or is another one', async () => {
    const outs = await make();
    if (outs === undefined) throw new Error('no outputs');
    const read = () => kindProvider.read?.('asm-local', outs);
    expect(await read()).toMatchObject({ id: 'asm-local', inputs });
    writeFileSync(join(fake, 'cluster-asm-local'), 'another\n');
    expect(await read()).toEqual({});
    await kindProvider.delete?.('asm-local', outs);
    expect(await read()).toEqual({});
  });

  test('diff: nothing, a longer wait, a new shape, a cluster that is gone', async () => {
    const outs = await make();
    if (outs === undefined) throw new Error('no outputs');
    const diff = (news: Partial<KindInputs>) => kindProvider.diff?.('asm-local', outs, { ...inputs, ...news });
    expect(await diff({})).toMatchObject({ changes: false, replaces: [] });
    // A preview knows the kubeconfig of a cluster that stays, and not that of one that is replaced.
    const stables = ['name', 'kubeconfig', 'uid', 'address'];
    expect(await diff({ waitSeconds: 2 })).toMatchObject({ changes: true, replaces: [], stables });
    expect(await diff({ nodeImage: 'node:2' })).toMatchObject({ replaces: ['nodeImage'], stables: ['name'] });
    rmSync(join(fake, 'cluster-asm-local'));
    expect(await diff({})).toMatchObject({ changes: true, replaces: ['uid'], deleteBeforeReplace: true });
  });

  test('delete removes the cluster and forgets it', async () => {
    const outs = await make();
    if (outs === undefined) throw new Error('no outputs');
    await kindProvider.delete?.('asm-local', outs);
    expect(exists()).toBe(false);
    expect(existsSync(note())).toBe(false);
  });
});
