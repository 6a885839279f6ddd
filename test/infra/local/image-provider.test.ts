import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type ImageInputs, imageProvider } from '../../../infra/local/image-provider.js';

// Every call starts a shell, which takes long on a busy machine.
jest.setTimeout(60_000);

const DOCKER = `#!/bin/sh
echo "docker $*" >> "$FAKE/log"
case "$1 $3" in
  "image here:1") ;;
  image*) exit 1 ;;
  "pull "*) [ "$2" != no:1 ] || { echo "Error response from daemon: manifest for no:1 not found" >&2; exit 1; } ;;
esac`;
const KIND = `#!/bin/sh
echo "kind $*" >> "$FAKE/log"`;

let fake: string;
const saved = { ...process.env };

beforeEach(() => {
  fake = mkdtempSync(join(tmpdir(), 'fake-'));
  for (const [name, text] of Object.entries({ kind: KIND, docker: DOCKER })) {
    writeFileSync(join(fake, name), text);
    chmodSync(join(fake, name), 0o755);
  }
  writeFileSync(join(fake, 'log'), '');
  Object.assign(process.env, { FAKE: fake, PATH: `${fake}${delimiter}${saved['PATH']}` });
});
afterEach(() => {
  rmSync(fake, { recursive: true, force: true });
  process.env = { ...saved };
});

const inputs = (...images: string[]): ImageInputs => ({ cluster: 'asm-local', uid: 'one', images });
const calls = (command: string) =>
  readFileSync(join(fake, 'log'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(command));

describe('imageProvider', () => {
  test('loads images of Docker, and pulls those that it lacks', async () => {
    await imageProvider.create(inputs('here:1', 'there:1'));
    expect(calls('docker pull')).toEqual(['docker pull there:1']);
    expect(calls('kind')).toEqual(['kind load docker-image --name asm-local here:1 there:1']);
  });

  test('loads only what is new', async () => {
    await imageProvider.update?.('id', inputs('here:1', 'old:1'), inputs('here:1', 'there:1'));
    expect(calls('kind')).toEqual(['kind load docker-image --name asm-local there:1']);
  });

  test('says in one line that an image cannot be pulled', async () => {
    await expect(imageProvider.create(inputs('no:1'))).rejects.toThrow(
      /^docker pull no:1: Error response from daemon: manifest for no:1 not found$/,
    );
  });

  test('does nothing without images', async () => {
    await imageProvider.create(inputs());
    expect(calls('')).toEqual(['']);
  });

  test('diff: nothing, another list, another cluster', async () => {
    const diff = (news: Partial<ImageInputs>) =>
      imageProvider.diff?.('id', inputs('here:1'), { ...inputs('here:1'), ...news });
    expect(await diff({})).toMatchObject({ changes: false, replaces: [] });
    expect(await diff({ images: [] })).toMatchObject({ changes: true, replaces: [] });
    expect(await diff({ uid: 'two' })).toMatchObject({ changes: true, replaces: ['uid'], deleteBeforeReplace: true });
  });
});
