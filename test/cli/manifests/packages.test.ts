import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { readInputs } from '../../../cli/manifests/read-inputs.js';

const root = mkdtempSync(join(tmpdir(), 'packages-'));
const { PATH } = process.env;
afterEach(() => {
  process.env['PATH'] = PATH;
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const object = (name: string): string => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;

function write(name: string, files: Readonly<Record<string, string>>): string {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name, file)), { recursive: true });
    writeFileSync(join(root, name, file), content);
  }
  return join(root, name);
}

/** Puts programs of these names, and nothing else, on the PATH; each is a script of a shell. */
function install(programs: Readonly<Record<string, string>>): void {
  const folder = mkdtempSync(join(root, 'bin-'));
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  process.env['PATH'] = [folder, '/bin', '/usr/bin']
    .filter((path) => path === folder || programs['kubectl'] !== undefined)
    .join(delimiter);
}

function read(folder: string, render: boolean) {
  const { resources, problems, isComplete } = readInputs([folder], { render });
  return {
    objects: resources.map(
      ({ manifest, path, line }) => `${manifest.metadata.name} ${path.slice(folder.length + 1)} ${line ?? '-'}`,
    ),
    problems: problems.map(({ code, place, message }) => `${code} ${place.slice(folder.length + 1)}: ${message}`),
    isComplete,
  };
}

const chart = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'web/values.yaml': 'a: 1\n',
  'web/templates/a.yaml': object('{{ .Values.a }}'),
};
const kustomization = {
  'base/kustomization.yaml': 'resources: [a.yaml]\n',
  'base/a.yaml': object('a'),
  'dev/kustomization.yaml':
    'resources: [../base]\nnamePrefix: dev-\npatches: [{path: patch.yaml}, {patch: "- op: x", target: {kind: A}}]\npatchesStrategicMerge: [more.yaml]\n',
  'dev/patch.yaml': object('a'),
  'dev/more.yaml': object('a'),
  'dev/b.yaml': object('b'),
};

describe('charts and kustomizations', () => {
  test('are one note each, and lose nothing else', () => {
    expect(read(write('chart', { ...chart, 'b.yaml': object('b') }), false)).toEqual({
      objects: ['b b.yaml 1'],
      problems: ['INPUT_CHART web: this is a Helm chart; its templates are not read'],
      isComplete: true,
    });
    expect(read(write('kustomization', kustomization), false)).toEqual({
      objects: ['a base/a.yaml 1', 'b dev/b.yaml 1'],
      problems: [
        'INPUT_KUSTOMIZATION base/kustomization.yaml: this is a kustomization; the files of its folder are read as they are',
        'INPUT_KUSTOMIZATION dev/kustomization.yaml: this is a kustomization; the files of its folder are read as they are, without its namePrefix, patches, patchesStrategicMerge',
      ],
      isComplete: true,
    });
  });

  test('a chart is rendered by helm; its objects are of their templates', () => {
    const output = `---\n# Source: web/templates/a.yaml\n${object('a')}---\n# Source: web/charts/db/templates/b.yaml\n${object('b')}`;
    install({ helm: `test "$1 $2" = "template release" || exit 1\ntest -d "$3" || exit 1\necho '${output}'` });
    expect(read(write('rendered-chart', chart), true)).toEqual({
      objects: ['a web/templates/a.yaml -', 'b web/charts/db/templates/b.yaml -'],
      problems: [],
      isComplete: true,
    });
  });

  test('the outermost kustomizations are built, by kubectl where there is no kustomize; their objects are of their files if that is said', () => {
    const output = `${object('dev-a')}  annotations:\n    config.kubernetes.io/origin: |\n      path: ../base/a.yaml\n---\n${object('c')}`;
    install({ kubectl: `test "$1" = kustomize || exit 1\ncase "$2" in */dev) echo '${output}';; *) exit 1;; esac` });
    expect(read(write('built', kustomization), true)).toEqual({
      objects: ['dev-a base/a.yaml -', 'c dev -', 'b dev/b.yaml 1'],
      problems: [],
      isComplete: true,
    });
  });

  test('charts and kustomizations that are named are rendered in any case, with values and a namespace', () => {
    const folder = write('named', { ...chart, ...kustomization });
    install({
      helm: `test "$4 $5 $6" = "--namespace shop --values" || exit 1\nbasename "$7" >&2\necho '# Source: web/templates/a.yaml\n${object('a')}'`,
      kubectl: `test "$1" = kustomize || exit 1\necho '${object('dev-a')}'`,
    });
    const options = {
      helm: [join(folder, 'web')],
      kustomize: [join(folder, 'dev')],
      values: ['prod.yaml'],
      namespace: 'shop',
    };
    const { resources, problems } = readInputs([], options);
    expect(problems).toEqual([]);
    expect(resources.map(({ manifest, path }) => `${manifest.metadata.name} ${relative(folder, path)}`)).toEqual([
      'a web/templates/a.yaml',
      'dev-a dev',
    ]);
  });

  test('what cannot be rendered is told', () => {
    install({});
    const missing = read(write('missing', { ...chart, ...kustomization }), true);
    expect(missing.problems).toEqual([
      'INPUT_RENDER web: it cannot be rendered: helm is not on the PATH',
      'INPUT_RENDER dev: it cannot be rendered: neither kustomize nor kubectl is on the PATH',
    ]);
    expect(missing.isComplete).toBe(false);
    install({ helm: 'echo "some warning" >&2; echo "Error: no such value" >&2; exit 1' });
    expect(read(write('failing', chart), true).problems).toEqual([
      'INPUT_RENDER web: helm cannot render it: Error: no such value',
    ]);
  });

  test('a kustomization that is not valid YAML is told', () => {
    const { problems, isComplete } = read(
      write('wrong', { 'kustomization.yaml': 'a: [', 'a.yaml': object('a') }),
      false,
    );
    expect({ problems: problems.length, isComplete }).toEqual({ problems: 1, isComplete: false });
  });
});
