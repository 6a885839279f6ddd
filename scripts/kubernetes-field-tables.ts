/**
 * Makes mesh/validation/schema/kubernetes-fields.ts out of the types and validators of the package kubernetes-models, which come of
 * the OpenAPI description of Kubernetes: the field tree of each kind of mesh/kinds/kubernetes.ts that has `fields`.
 *
 *     node --import tsx scripts/kubernetes-field-tables.ts > mesh/validation/schema/kubernetes-fields.ts
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { FieldNode } from '../mesh/validation/schema/field-table.js';
import { TableWriter } from './table-writer.js';

type Node = { -readonly [K in keyof FieldNode]: FieldNode[K] };
type Validator = { (data: unknown): boolean; errors?: readonly { instancePath: string; keyword: string }[] };

const root = dirname(fileURLToPath(import.meta.resolve('kubernetes-models/package.json')));

/** The kinds, as folders of the package. */
const kinds = [
  ...['Namespace', 'Service', 'ServiceAccount', 'Pod', 'ConfigMap', 'Secret', 'Endpoints', 'PersistentVolumeClaim'],
  ...['LimitRange', 'ResourceQuota', 'ReplicationController'],
]
  .map((kind) => ['', 'v1', kind])
  .concat(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind) => ['apps', 'v1', kind]))
  .concat(['Job', 'CronJob'].map((kind) => ['batch', 'v1', kind]))
  .concat(['v1', 'v2'].map((version) => ['autoscaling', version, 'HorizontalPodAutoscaler']))
  .concat([['policy', 'v1', 'PodDisruptionBudget']])
  .concat(['Ingress', 'IngressClass', 'NetworkPolicy'].map((kind) => ['networking.k8s.io', 'v1', kind]))
  .concat([['discovery.k8s.io', 'v1', 'EndpointSlice']])
  .concat(
    ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'].map((kind) => [
      'rbac.authorization.k8s.io',
      'v1',
      kind,
    ]),
  )
  .concat([['apiextensions.k8s.io', 'v1', 'CustomResourceDefinition']])
  .concat(
    ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map((kind) => [
      'admissionregistration.k8s.io',
      'v1',
      kind,
    ]),
  )
  .concat([['scheduling.k8s.io', 'v1', 'PriorityClass']])
  .concat([['storage.k8s.io', 'v1', 'StorageClass']]);

/** Fields that the description calls required, although an API server takes objects without them. */
const optional = new Set([
  'RoleRef.apiGroup',
  'StatefulSetSpec.serviceName',
  'NetworkPolicySpec.podSelector',
  'EndpointSlice.endpoints',
  'PreferredSchedulingTerm.preference',
  'Sysctl.value',
  'HTTPHeader.value',
  'CustomResourceDefinitionVersion.served',
  'CustomResourceDefinitionVersion.storage',
  'LimitRangeSpec.limits',
]);

/** Types that are not followed: what they hold is taken as it is. */
const open = new Set(['JSONSchemaProps', 'CustomResourceValidation', 'ManagedFieldsEntry', 'FieldsV1', 'JSON']);

const writer = new TableWriter();
const program = ts.createProgram(
  kinds.map(([group = '', version = '', kind = '']) => join(root, group, version, `${kind}.d.ts`)),
  { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, strict: true },
);
const checker = program.getTypeChecker();

/** `IIoK8sApiCoreV1ServicePort`, under which the package's index of schemas knows the type of an interface. */
function schemaNameOf(type: ts.Type): string | undefined {
  const file = type.symbol?.declarations?.[0]?.getSourceFile();
  const alias = file === undefined ? null : /export type \{ I\w+ as I(IoK8s\w+)/.exec(file.text);
  return alias?.[1];
}

async function validatorOf(type: ts.Type): Promise<Validator | undefined> {
  const name = schemaNameOf(type);
  if (name === undefined) return undefined;
  const folder = name.startsWith('IoK8sApimachinery') ? '@kubernetes-models/apimachinery' : 'kubernetes-models';
  const { validate } = (await import(`${folder}/_schemas/${name}`)) as { validate: Validator };
  return validate;
}

function keywordsOf(validate: Validator | undefined, key: string, value: unknown): readonly string[] {
  if (validate === undefined || validate({ [key]: value })) return [];
  return (validate.errors ?? []).filter(({ instancePath }) => instancePath === `/${key}`).map(({ keyword }) => keyword);
}

const largest32 = 2 ** 31 - 1;

async function numberNode(validate: Validator | undefined, key: string): Promise<Node> {
  if (!keywordsOf(validate, key, 1.5).includes('type')) return { t: 'number' };
  return keywordsOf(validate, key, 2 ** 40).includes('format')
    ? { t: 'integer', l: -largest32 - 1, h: largest32 }
    : { t: 'integer' };
}

function named(type: ts.Type, name: string): boolean {
  return [type.aliasSymbol?.name, type.symbol?.name].some(
    (symbol) => symbol !== undefined && new RegExp(`(?:^I|V1|Intstr|Resource)${name}$`).test(symbol),
  );
}

async function convert(declared: ts.Type, owner: Validator | undefined, key: string): Promise<number> {
  const type = checker.getNonNullableType(declared);
  if (named(type, 'IntOrString')) return writer.intern({ t: 'intOrString' });
  if (named(type, 'Quantity')) return writer.intern({ t: 'any', f: 'quantity' });
  if (key.endsWith('Timestamp')) return writer.intern({ t: 'string', f: 'time' });
  const name = type.symbol?.name.replace(/^I/, '') ?? '';
  if (open.has(name)) return writer.intern({ t: name === 'JSON' ? 'any' : 'object', o: 1 });
  if (type.isUnion()) {
    const members = type.types;
    if (members.every((member) => member.isStringLiteral())) {
      const values = members.map((member) => (member as ts.StringLiteralType).value);
      return writer.intern({ t: 'string', e: values.sort() });
    }
    if (members.every((member) => (member.flags & ts.TypeFlags.BooleanLike) !== 0))
      return writer.intern({ t: 'boolean' });
    throw new Error(`${key}: a union of ${checker.typeToString(type)}`);
  }
  if (type.isStringLiteral()) return writer.intern({ t: 'string', e: [type.value] });
  if ((type.flags & ts.TypeFlags.BooleanLike) !== 0) return writer.intern({ t: 'boolean' });
  if ((type.flags & ts.TypeFlags.StringLike) !== 0) return writer.intern({ t: 'string' });
  if ((type.flags & ts.TypeFlags.NumberLike) !== 0) return writer.intern(await numberNode(owner, key));
  if (checker.isArrayType(type)) {
    const [element] = checker.getTypeArguments(type as ts.TypeReference);
    if (element === undefined) throw new Error(`${key}: a list of nothing`);
    const isNumber = (element.flags & ts.TypeFlags.NumberLike) !== 0;
    return writer.intern({
      t: 'array',
      i: isNumber ? writer.intern({ t: 'integer' }) : await convert(element, undefined, key),
    });
  }
  const values = type.getStringIndexType();
  if (values !== undefined && type.getProperties().length === 0) {
    return writer.intern({ t: 'object', a: await convert(values, undefined, key) });
  }
  if ((type.flags & ts.TypeFlags.Object) === 0 || type.getProperties().length === 0) {
    return writer.intern({ t: 'any' });
  }
  return writer.intern(await objectNode(type, name));
}

async function objectNode(type: ts.Type, name: string): Promise<Node> {
  const validate = await validatorOf(type);
  const fields: Record<string, number> = {};
  const required: string[] = [];
  for (const property of type.getProperties()) {
    const declared = checker.getTypeOfSymbol(property);
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0 || optional.has(`${name}.${property.name}`);
    if (property.name === 'status') fields['status'] = writer.intern({ t: 'object', o: 1 });
    else fields[property.name] = await convert(declared, validate, property.name);
    if (!isOptional) required.push(property.name);
  }
  return { t: 'object', p: fields, ...(required.length === 0 ? {} : { r: required }) };
}

/** Bytes are base64 in YAML, which the types do not tell from other texts. */
function withBytes(node: number): number {
  const { p = {} } = writer.nodes[node] ?? { p: {} };
  const map = writer.intern({ t: 'object', a: writer.intern({ t: 'string', f: 'base64' }) });
  return writer.intern({ ...(writer.nodes[node] as FieldNode), p: { ...p, data: map } });
}

let metadata: number | undefined;
for (const [group = '', version = '', kind = ''] of kinds) {
  const file = program.getSourceFile(join(root, group, version, `${kind}.d.ts`));
  const declaration = file?.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === `I${kind}`,
  );
  if (declaration === undefined) throw new Error(`${group}/${version} has no ${kind}`);
  const { p = {}, r = [], ...node } = await objectNode(checker.getTypeAtLocation(declaration), kind);
  metadata ??= p['metadata'];
  const text = writer.intern({ t: 'string' });
  const fields = { ...p, apiVersion: text, kind: text, metadata: writer.intern({ t: 'object', o: 1 }) };
  const required = r.filter((key) => !['apiVersion', 'kind', 'metadata'].includes(key));
  const converted = writer.intern({ ...node, p: fields, ...(required.length === 0 ? {} : { r: required }) });
  const name = `${group === '' ? '' : `${group}/`}${version}/${kind}`;
  writer.kinds[name] = kind === 'Secret' ? withBytes(converted) : converted;
}
if (metadata === undefined) throw new Error('no kind has metadata');
writer.kinds['metadata'] = metadata;
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
writer.write(
  'kubernetesFields',
  `the kinds built into Kubernetes, made by scripts/kubernetes-field-tables.ts from kubernetes-models ${version}`,
  {
    nulls: 1,
  },
);
