import { allKinds } from '../../../kinds/index.js';
import { type Fields, fieldsListOf, fieldsOf, type Mesh, type MeshObject, textListOf } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

const everybody: ReadonlySet<string> = new Set([
  'system:authenticated',
  'system:unauthenticated',
  'system:serviceaccounts',
]);
const writing: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete', 'deletecollection', '*']);
const meshGroups: ReadonlySet<string> = new Set([
  '*',
  ...allKinds.filter(({ plane }) => plane === 'mesh').map(({ group }) => group),
]);

/** Roles that write Istio resources, bound to groups that hold everyone. */
export const everyoneWritesIstio: Check = {
  name: 'everyone-writes-istio',
  types: [asmCodes.ASM0013],
  run(mesh, report) {
    for (const kind of ['ClusterRoleBinding', 'RoleBinding']) {
      for (const binding of mesh.objectsOf('rbac.authorization.k8s.io', kind)) {
        const manifest = binding.fields;
        const role = fieldsOf(manifest['roleRef']);
        const rule = writingRule(mesh, role, binding);
        for (const subject of rule === undefined ? [] : fieldsListOf(manifest['subjects'])) {
          if (isEverybody(subject)) {
            report(
              asmCodes.ASM0013,
              binding,
              {
                subject: `${String(subject['kind']).toLowerCase()} ${String(subject['name'])}`,
                verbs: textListOf(rule?.['verbs'])
                  .filter((verb) => writing.has(verb))
                  .join(', '),
                resources: textListOf(rule?.['apiGroups'])
                  .filter((group) => meshGroups.has(group))
                  .join(', '),
                role: `${String(role['kind'])} ${String(role['name'])}`,
              },
              ['subjects'],
            );
          }
        }
      }
    }
  },
};

function isEverybody({ kind, name }: Fields): boolean {
  return (
    (kind === 'User' && name === 'system:anonymous') ||
    (kind === 'Group' && typeof name === 'string' && everybody.has(name))
  );
}

/** The rule of a role that lets write Istio resources. `cluster-admin`, which every cluster has, lets do everything. */
function writingRule(mesh: Mesh, role: Fields, binding: MeshObject): Fields | undefined {
  const name = String(role['name']);
  const namespace = role['kind'] === 'Role' ? binding.namespace : '';
  const roles = mesh.find('rbac.authorization.k8s.io', String(role['kind']), namespace, name);
  if (roles.length === 0 && role['kind'] === 'ClusterRole' && name === 'cluster-admin') {
    return { verbs: ['*'], apiGroups: ['*'] };
  }
  return roles
    .flatMap(({ fields }) => fieldsListOf(fields['rules']))
    .find(
      (rule) =>
        textListOf(rule['verbs']).some((verb) => writing.has(verb)) &&
        textListOf(rule['apiGroups']).some((group) => meshGroups.has(group)),
    );
}
