import { describe, expect, test } from '@jest/globals';
import { foreignDocument } from '../../../mesh/manifest/foreign-documents.js';
import { parseYaml } from '../../../mesh/yaml/parser.js';

const whatIs = (yaml: string, file = 'f.yaml'): string | undefined =>
  foreignDocument(parseYaml(yaml).value, file)?.what;

describe('foreignDocument', () => {
  const documents: readonly (readonly [string, string, string?])[] = [
    ['a JSON patch, such as a kustomization applies', '- {op: add, path: /a, value: 1}\n- {op: remove, path: /b}'],
    ['a list of another program', '- a\n- {name: b}'],
    ['a kustomization', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: a}'],
    ['a component of a kustomization', 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component'],
    ['a kustomization', 'resources: [a.yaml]', 'dir/kustomization.yml'],
    ['a patch of a kustomization', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n$patch: delete'],
    ['a patch of a kustomization', 'kind: Deployment\nspec: {$patch: replace}'],
    ['the configuration of a kind cluster', 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: []'],
    ['a configuration of Skaffold', 'apiVersion: skaffold/v2beta29\nkind: Config\nbuild: {}'],
    ['a configuration of kubeadm', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: InitConfiguration'],
    ['a configuration of Kubernetes', 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration'],
    ['a kubeconfig', 'apiVersion: v1\nkind: Config\nclusters: []'],
    ['an installation for istioctl', 'apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\nspec: {}'],
    ['a Thing of example.com/v1, for another program', 'apiVersion: example.com/v1\nkind: Thing\nspec: {}'],
    ['the description of a Helm chart', 'apiVersion: v2\nname: a\nversion: 1.0.0'],
    ['the values of a Helm chart', 'replicas: 1\nimage: {tag: x}', 'chart/values-prod.yaml'],
    ['the values of a Helm chart', 'replicas: 1', 'my-values.yml'],
    ['a GitHub workflow', 'on: push\njobs: {}'],
    ['a Docker Compose file', 'services: {web: {image: x}}'],
    ['an OpenAPI description', 'openapi: 3.0.0\ninfo: {}\npaths: {}'],
    ['a package of npm', '{"name": "x", "dependencies": {}}'],
    ['a file of another program: it has no `apiVersion` and no `kind`', 'a: 1'],
    ['a file of another program: it has no `apiVersion` and no `kind`', 'kind: pipeline\nname: default'],
  ];

  test.each(documents.map(([what, yaml, file = 'f.yaml']) => [what, yaml, file] as const))('%s', (what, yaml, file) => {
    expect(whatIs(yaml, file)).toBe(what);
  });

  test.each([
    ['a whole object', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}'],
    ['an object of a group that nobody knows', 'apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}'],
    ['an object of the mesh without a name', 'apiVersion: networking.istio.io/v1\nkind: Gateway\nspec: {}'],
    ['an object of Kubernetes without a name', 'apiVersion: v1\nkind: Service\nspec: {}'],
    ['an object without a version', 'kind: Service\nmetadata: {name: a}'],
    ['an object without a kind', 'metadata: {name: a}\nspec: {}'],
    ['a list of objects', '- {apiVersion: v1, kind: Service}\n- {}'],
    ['a text', 'a'],
  ])('%s is for an API server', (_name, yaml) => {
    expect(whatIs(yaml)).toBeUndefined();
  });
});
