import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatHeader, readHeader } from '../../../mesh/manifest/file-header.js';
import { ManifestSource } from '../../../mesh/manifest/manifest-source.js';
import { readManifests } from '../../../mesh/manifest/read-manifests.js';
import { buildMesh } from '../../../mesh/model/build.js';
import { generateYaml } from '../generate.js';

const object = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
const one = (name: string) => `{apiVersion: v1, kind: Service, metadata: {name: ${name}}}`;
function read(text: string) {
  const { resources, problems } = readManifests(text, 'f.yaml');
  return {
    objects: resources.map(({ manifest, line }) => `${manifest.metadata.name}:${line}`),
    problems: problems.map(({ code, place }) => `${code} ${place}`),
  };
}

describe('readManifests', () => {
  test.each([
    ['one', object('a'), ['a:1'], []],
    [
      'markers, comments, blanks',
      `# c\n---\n\n# d\n${object('a')}...\n---\n# only a comment\n--- # x\n${object('b')}`,
      ['a:5', 'b:13'],
      [],
    ],
    ['BOM and CRLF', `\uFEFF${object('a')}---\n${object('b')}`.replaceAll('\n', '\r\n'), ['a:1', 'b:6'], []],
    [
      'content on the marker’s line',
      `--- {apiVersion: v1, kind: A, metadata: {name: a}}\n--- !!map\n${object('b')}`,
      ['a:1', 'b:3'],
      [],
    ],
    ['directives', `%YAML 1.2\n---\n${object('a')}`, ['a:3'], []],
    [
      '--- inside an indented block scalar',
      `${object('a')}data:\n  x: |\n    ---\n    - y\n---\n${object('b')}`,
      ['a:1', 'b:10'],
      [],
    ],
    ['JSON with tabs', '{\n\t"apiVersion": "v1",\n\t"kind": "A", "metadata": {"name": "a"}\n}', ['a:1'], []],
    [
      'a List',
      `apiVersion: v1\nkind: List\nitems:\n- ${object('a').replaceAll('\n', '\n  ')}\n# c\n- {apiVersion: v1, kind: B,\n   metadata: {name: b}}\n`,
      ['a:4', 'b:10'],
      [],
    ],
    ['a ServiceList', `apiVersion: v1\nkind: ServiceList\nitems: []\n`, [], []],
    [
      'a list',
      `- ${object('a').replaceAll('\n', '\n  ')}\n- 5\n`,
      ['a:1'],
      ['MANIFEST_LIST f.yaml:1', 'MANIFEST_NOT_OBJECT f.yaml:6'],
    ],
    [
      'bad YAML between good',
      `${object('a')}---\nx: [\n---\n${object('b')}`,
      ['a:1', 'b:8'],
      ['MANIFEST_SYNTAX f.yaml:6'],
    ],
    [
      'duplicate keys',
      `${object('a')}spec:\n  x: 1\n  y: 2\n  x: 3\nkind: B\n`,
      ['a:1'],
      ['MANIFEST_DUPLICATE_KEY f.yaml:9', 'MANIFEST_DUPLICATE_KEY f.yaml:8'],
    ],
    ['anchors and merge keys', `${object('a')}spec: {a: &x {b: 1}, c: {<<: *x}, d: *x}\n`, ['a:1'], []],
    [
      'a value that contains itself',
      `${object('a')}spec: &x {b: *x}\n---\n${object('b')}`,
      ['b:7'],
      ['MANIFEST_ALIAS f.yaml:5'],
    ],
    [
      'incomplete',
      `kind: A\n---\napiVersion: v1\nkind: B\nmetadata: {generateName: b-}\n---\n${object('5')}`,
      ['undefined:3'],
      ['MANIFEST_INCOMPLETE f.yaml:1', 'MANIFEST_NOT_TEXT f.yaml:7'],
    ],
    [
      'a namespace that is no text',
      `apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: 7}\n`,
      ['a:1'],
      ['MANIFEST_NOT_TEXT f.yaml:1'],
    ],
    [
      'files of other programs',
      `name: x\nversion: 1\n---\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a]\n---\n- op: add\n`,
      [],
      ['MANIFEST_FOREIGN f.yaml:1'],
    ],
    [
      'Lists without items',
      `kind: List\napiVersion: v1\nitmes: []\n---\nkind: List\napiVersion: v1\nitems: x\n---\nkind: List\nitems:\n`,
      [],
      ['MANIFEST_INCOMPLETE f.yaml:1', 'MANIFEST_INCOMPLETE f.yaml:7', 'MANIFEST_INCOMPLETE f.yaml:10'],
    ],
    [
      'Lists with objects under another key, and with items given twice',
      `kind: List\nitems:\n- ${one('a')}\nitmes:\n- ${one('b')}\n---\nkind: List\nitem: [${one('c')}]\nitems: []\n---\nkind: List\nitems:\n- ${one('d')}\nitems:\n- ${one('e')}\n`,
      ['a:3', 'e:15'],
      [
        'MANIFEST_INCOMPLETE f.yaml:5',
        'MANIFEST_INCOMPLETE f.yaml:8',
        'MANIFEST_DUPLICATE_KEY f.yaml:14',
        'MANIFEST_INCOMPLETE f.yaml:13',
      ],
    ],
    [
      'a Helm template',
      `${object('a')}---\nkind: A\nmetadata:\n  name: {{ .x }}\n  {{- if .y }}\n  b: c\n  {{- end }}\n`,
      ['a:1'],
      ['MANIFEST_FOREIGN f.yaml:6'],
    ],
    [
      'templates, once for the file',
      `${object('a')}---\n${object('{{ .x }}')}---\nkind: Service\nspec: {{ .x }}\n{{ end }}\n`,
      ['a:1'],
      ['MANIFEST_TEMPLATE f.yaml:6'],
    ],
    [
      'what follows a value',
      `{apiVersion: v1, kind: A, metadata: {name: a}} x\n---\n${object('b')}`,
      ['a:1', 'b:3'],
      ['MANIFEST_UNREAD f.yaml:1'],
    ],
    ['lines that end with CR alone', `${object('a')}---\n${object('b')}`.replaceAll('\n', '\r'), ['a:1', 'b:6'], []],
    ['JSON after a no-break space', '\u00a0{"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}}', ['a:1'], []],
    [
      'a stream of JSON',
      '{"apiVersion": "v1", "kind": "A", "metadata": {"name": "a"}}{"apiVersion": "v1", "kind": "A",\n"metadata": {"name": "b"}}',
      ['a:1', 'b:1'],
      [],
    ],
    [
      'the output of kubectl get -o json',
      JSON.stringify(
        {
          apiVersion: 'v1',
          kind: 'List',
          metadata: { resourceVersion: '' },
          items: [
            {
              apiVersion: 'v1',
              kind: 'Service',
              metadata: { name: 'a', managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:spec': {} } }] },
              status: { loadBalancer: {} },
            },
            { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'b', annotations: { c: '\\/ \n' } } },
          ],
        },
        null,
        4,
      ),
      ['a:8', 'b:26'],
      [],
    ],
    [
      'a list of one kind, whose items do not name it',
      'apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: a}\n',
      ['a:4'],
      [],
    ],
    ['a text', 'hello', [], ['MANIFEST_NOT_OBJECT f.yaml:1']],
    ['nothing', '\n# x\n---\n---\n', [], []],
    ['null', 'null\n', [], []],
  ])('%s', (_name, text, objects, problems) => {
    const result = read(text);
    expect(result.objects).toEqual(objects);
    expect([...result.problems].sort()).toEqual([...problems].sort());
  });

  test('objects that begin on one line are told apart, in their order', () => {
    const list = (...ports: number[]): string =>
      JSON.stringify({
        kind: 'List',
        items: ports.map((port) => ({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, port })),
      });
    expect(readManifests(list(81, 80), 'f').resources.map(({ line, column }) => [line, column])).toEqual([
      [1, undefined],
      [1, 90],
    ]);
    for (const ports of [
      [81, 80],
      [80, 81],
    ]) {
      const { objects } = buildMesh(readManifests(list(...ports), 'f').resources);
      expect(objects.map(({ resource }) => resource.manifest['port'])).toEqual([ports[1]]);
    }
  });

  test('elements of a list of one kind get its kind and version', () => {
    const { resources } = readManifests(
      'apiVersion: apps/v1\nkind: DeploymentList\nitems: [{metadata: {name: a}}]',
      'f',
    );
    expect(resources[0]?.manifest).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } });
  });

  test('the last of duplicate keys holds; booleans and numbers as Kubernetes reads them', () => {
    const { resources } = readManifests(`${object('a')}spec: {x: 1, x: 2, on: yes, no: n, t: 12:30, mode: 010}`, 'f');
    expect(resources[0]?.manifest['spec']).toEqual({ x: 2, true: true, false: false, t: '12:30', mode: 8 });
  });

  test('aliases that blow up are refused', () => {
    const levels = Array.from({ length: 30 }, (_, index) => `x${index + 1}: &a${index + 1} [*a${index}, *a${index}]`);
    expect(read(`${object('a')}x0: &a0 [1]\n${levels.join('\n')}\n`).problems).toEqual(['MANIFEST_ALIAS f.yaml:14']);
    expect(read(`${'['.repeat(100_000)}`).problems).toHaveLength(1);
  });

  test('an object of more than an API server takes is left out, a List of it is read', () => {
    const annotations = `annotations: {long: ${'x'.repeat(4_000_000)}}`;
    const large = `apiVersion: v1\nkind: A\nmetadata: {name: large, ${annotations}}\n`;
    expect(read(`${object('a')}---\n${large}---\n${object('b')}`)).toEqual({
      objects: ['a:1', 'b:10'],
      problems: ['MANIFEST_TOO_LARGE f.yaml:6'],
    });
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${large.trim().replaceAll('\n', '\n  ')}\n`;
    expect(read(list)).toEqual({ objects: ['large:4'], problems: [] });
  });

  test('counts problems beyond a hundred', () => {
    const { problems } = read('---\nx\n'.repeat(1000));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('MANIFEST_MANY f.yaml');
  });

  test('says what to do about a Helm template and a name that is no text', () => {
    const [template, name] = ['a: {{ .x }}\n{{ y }}\n', `apiVersion: v1\nkind: A\nmetadata: {name: 5}\n`].map(
      (text) => readManifests(text, 'f').problems[0],
    );
    expect(template?.fix).toMatch(/helm template/);
    expect(name?.message).toMatch(/^`metadata.name` of the A is the number 5/);
  });

  test('never throws, on any text', () => {
    const piece = fc.constantFrom(
      '---',
      '...',
      '\n',
      '\r\n',
      ': ',
      '- ',
      '|',
      '>',
      '"',
      "'",
      '{',
      '}',
      '[',
      ']',
      '&a',
      '*a',
      '#',
      '\t',
      '  ',
      'kind',
      'List',
      'items',
      '%',
      '!!map',
      '<<',
      '\uFEFF',
      object('a'),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), (pieces) => {
        readManifests(pieces.join(''), 'f');
      }),
      { numRuns: 2000 },
    );
  });

  test('reads a large text in linear time', () => {
    const { resources, problems } = readManifests(generateYaml(200), 'f');
    expect([resources.length, problems.length]).toEqual([1220, 0]);
  });
});

describe('header', () => {
  test('keeps what the mesh does with hosts that it does not know', () => {
    const closed = { target: { name: 'asm', role: 'mesh' as const }, outboundTrafficPolicy: 'REGISTRY_ONLY' as const };
    expect(formatHeader(closed)).toBe('# asm-blueprints: target=asm role=mesh outbound=REGISTRY_ONLY');
    expect(readHeader(formatHeader(closed))).toEqual(closed);
    expect(formatHeader({ ...closed, outboundTrafficPolicy: 'ALLOW_ANY' })).not.toContain('outbound');
  });

  const header = { chart: 'hello', target: { name: 'asm', role: 'mesh' as const }, environment: 'dev' };
  test('round trip', () => {
    expect(formatHeader(header)).toBe('# asm-blueprints: chart=hello target=asm role=mesh environment=dev');
    expect(readHeader(`${formatHeader(header)}\n---\n`)).toEqual(header);
  });
  test('gives the target of the file', () => {
    const { resources, header: found } = readManifests(`${formatHeader(header)}\n${object('a')}`, 'f');
    expect([resources[0]?.target, resources[0]?.line, found?.chart]).toEqual([
      { name: 'asm', role: 'mesh' },
      2,
      'hello',
    ]);
    expect(readManifests(object('a'), 'f').resources[0]?.target).toEqual({ name: 'default', role: 'all' });
  });
  test('mistakes', () => {
    expect(readHeader('# other\n')).toBeUndefined();
    expect(read(`# asm-blueprints: target=x role=y\n${object('a')}`)).toEqual({
      objects: ['a:2'],
      problems: ['MANIFEST_HEADER f.yaml:1'],
    });
    expect(read('# asm-blueprints: role=all\n').problems).toEqual(['MANIFEST_HEADER f.yaml:1']);
  });
});

test('ManifestSource finds the line of a field', () => {
  const item =
    '- apiVersion: v1\n  kind: A\n  metadata: {name: b}\n  spec:\n    http:\n    - x: 1\n    - # c\n      y: 2\n';
  const source = new ManifestSource(`${object('a')}---\napiVersion: v1\nkind: List\nitems:\n${item}`);
  expect(source.lineOf(1, ['metadata', 'name'])).toBe(4);
  expect(source.lineOf(9, ['spec', 'http', 1, 'y'])).toBe(16);
  expect(source.lineOf(9, ['spec', 'http', 0])).toBe(14);
  expect(source.lineOf(9, ['spec', 'tcp', 0])).toBe(12);
  expect(source.lineOf(99, ['spec'])).toBe(99);
});
