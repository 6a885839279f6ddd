import { asFields, asText, type Fields, fieldsOf } from '../model/narrowing.js';
import { groupOf } from './identity.js';

/** A document that is no object for an API server, but a file of another program. */
export interface ForeignDocument {
  /** What it is, for a sentence: `a JSON patch`. */
  readonly what: string;
  readonly fix: string;
}

const nothingToDo = 'nothing to do if it belongs to another program';
const renderKustomization =
  'analyze what it renders: pass --render, or `kubectl kustomize FOLDER | asm-blueprints analyze -`';
const renderChart =
  'analyze what the chart renders: pass --render with its folder, or `helm template CHART | asm-blueprints analyze -`';

/** Configuration of programs that has the form of an object. By group; the version does not matter. */
const programsByGroup: ReadonlyMap<string, string> = new Map([
  ['kind.x-k8s.io', 'the configuration of a kind cluster'],
  ['k3d.io', 'the configuration of a k3d cluster'],
  ['ctlptl.dev', 'the configuration of a ctlptl cluster'],
  ['eksctl.io', 'the configuration of a cluster for eksctl'],
  ['kubeadm.k8s.io', 'a configuration of kubeadm'],
  ['skaffold', 'a configuration of Skaffold'],
  ['kuttl.dev', 'a test of KUTTL'],
  ['chainsaw.kyverno.io', 'a test of Chainsaw'],
  ['audit.k8s.io', 'an audit policy of an API server'],
  ['config.gateway.envoyproxy.io', 'a configuration of Envoy Gateway'],
  ['install.istio.io', 'an installation for istioctl'],
  ['meta.helm.sh', 'a file of Helm'],
]);

/** Files of programs by their fields at the top; each has all fields of a row. */
const programsByFields: readonly (readonly [what: string, ...fields: string[]])[] = [
  ['an OpenAPI description', 'openapi'],
  ['an OpenAPI description', 'swagger'],
  // `on` is a boolean in the YAML that Kubernetes reads.
  ['a GitHub workflow', 'jobs', 'true'],
  ['a GitHub workflow', 'jobs', 'on'],
  ['a GitHub action', 'runs', 'description'],
  ['a configuration of Dependabot', 'version', 'updates'],
  ['a configuration of CircleCI', 'version', 'jobs'],
  ['a pipeline of GitLab', 'stages'],
  ['a Docker Compose file', 'services'],
  ['a CloudFormation template', 'Resources', 'AWSTemplateFormatVersion'],
  ['a CloudFormation template', 'Resources', 'Parameters'],
  ['a configuration of Prometheus', 'scrape_configs'],
  ['rules of Prometheus', 'groups'],
  ['a configuration of Envoy', 'static_resources'],
  ['a configuration of the OpenTelemetry collector', 'receivers', 'exporters'],
  ['a package of npm', 'name', 'dependencies'],
  ['a package of npm', 'name', 'scripts'],
  ['a lock file of npm', 'lockfileVersion'],
  ['a configuration of TypeScript', 'compilerOptions'],
  ['a configuration of pre-commit', 'repos'],
  ['a configuration of MkDocs', 'site_name'],
  ['a project of Pulumi', 'name', 'runtime'],
  ['the settings of a Pulumi stack', 'config'],
  ['a JSON schema', '$schema', 'properties'],
  ['a dashboard of Grafana', 'panels'],
  ['a configuration of Skaffold', 'build', 'deploy'],
  ['dependencies of a Helm chart', 'dependencies'],
];

/** What a document is when it is for another program; undefined for an object, also for one that is incomplete. */
export function foreignDocument(value: unknown, file: string): ForeignDocument | undefined {
  if (Array.isArray(value)) {
    return foreignList(value);
  }
  const fields = asFields(value);
  if (fields === undefined) {
    return undefined;
  }
  const apiVersion = asText(fields['apiVersion']);
  return apiVersion === undefined ? withoutApiVersion(fields, file) : withApiVersion(fields, apiVersion);
}

function foreignList(list: readonly unknown[]): ForeignDocument | undefined {
  const elements = list.map(fieldsOf);
  if (elements.some(({ kind, apiVersion, metadata, spec }) => (kind ?? apiVersion ?? metadata ?? spec) !== undefined)) {
    return undefined;
  }
  const isPatch =
    elements.length > 0 && elements.every(({ op, path }) => typeof op === 'string' && typeof path === 'string');
  return isPatch
    ? { what: 'a JSON patch, such as a kustomization applies', fix: renderKustomization }
    : { what: 'a list of another program', fix: nothingToDo };
}

function withoutApiVersion(fields: Fields, file: string): ForeignDocument | undefined {
  const name = file.replace(/^.*[\\/]/, '');
  const { kind, metadata, spec } = fields;
  if (isPatch(fields)) {
    return { what: 'a patch of a kustomization', fix: renderKustomization };
  }
  if (/^kustomization(?:\.ya?ml)?$/i.test(name)) {
    return { what: 'a kustomization', fix: renderKustomization };
  }
  // Kinds of Kubernetes begin with a capital letter.
  if ((typeof kind === 'string' && /^[A-Z]/.test(kind)) || metadata !== undefined || spec !== undefined) {
    return undefined;
  }
  if (/^(?:.*[-._])?values(?:[-._].*)?\.(?:ya?ml|json)$/i.test(name)) {
    return { what: 'the values of a Helm chart', fix: renderChart };
  }
  const program = programsByFields.find(([, ...keys]) => keys.every((key) => Object.hasOwn(fields, key)))?.[0];
  return { what: program ?? 'a file of another program: it has no `apiVersion` and no `kind`', fix: nothingToDo };
}

function withApiVersion(fields: Fields, apiVersion: string): ForeignDocument | undefined {
  const group = groupOf(apiVersion);
  const kind = asText(fields['kind']) ?? '';
  if (group === 'kustomize.config.k8s.io') {
    const what = kind === 'Component' ? 'a component of a kustomization' : 'a kustomization';
    return { what, fix: renderKustomization };
  }
  if (isPatch(fields)) {
    return { what: 'a patch of a kustomization', fix: renderKustomization };
  }
  if (kind === '' && fields['name'] !== undefined && fields['version'] !== undefined) {
    return { what: 'the description of a Helm chart', fix: renderChart };
  }
  if (apiVersion === 'v1' && kind === 'Config' && (fields['clusters'] ?? fields['contexts']) !== undefined) {
    return { what: 'a kubeconfig', fix: nothingToDo };
  }
  const { name, generateName } = fieldsOf(fields['metadata']);
  if ((name ?? generateName) !== undefined) {
    return undefined;
  }
  const program =
    programsByGroup.get(group) ?? (group.endsWith('.config.k8s.io') ? `a configuration of Kubernetes` : undefined);
  if (program !== undefined) {
    return { what: program, fix: nothingToDo };
  }
  return isOfMesh(group)
    ? undefined
    : { what: `a ${kind || 'file'} of ${apiVersion}, for another program`, fix: nothingToDo };
}

/** Whether a strategic merge patch says so itself. */
function isPatch(fields: Fields): boolean {
  return [fields, fieldsOf(fields['metadata']), fieldsOf(fields['spec'])].some((part) => part['$patch'] !== undefined);
}

/** Groups of Kubernetes itself, of Istio, of the Gateway API and of ASM: their objects need a name. */
function isOfMesh(group: string): boolean {
  return !group.includes('.') || /(?:\.k8s\.io|\.istio\.io|\.alibabacloud\.com|^core\.oam\.dev)$/.test(group);
}
