import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

interface Operation {
  readonly hosts?: readonly string[] | undefined;
  readonly ports?: readonly string[] | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly paths?: readonly string[] | undefined;
}

/**
 * A rule that asks nothing of the caller, or only that it belongs to the mesh, and nothing of the request. Rules for some paths or methods are
 * left alone: they are often public.
 */
export const allowEveryone: Check = {
  name: 'allow-everyone',
  types: [asmCodes.ASM0003],
  run(mesh, report) {
    for (const { object, spec } of mesh.authorizationPolicies) {
      if ((spec.action ?? 'ALLOW') !== 'ALLOW') {
        continue;
      }
      (spec.rules ?? []).forEach((rule, index) => {
        const sources = rule.from ?? [];
        const operations = rule.to ?? [];
        const isAnyone =
          sources.length === 0 || sources.some(({ source }) => source !== undefined && isEverySource(source));
        const isAnything =
          operations.length === 0 || operations.some(({ operation }) => isEveryOperation(operation ?? {}));
        if (isAnyone && isAnything && (rule.when ?? []).length === 0) {
          report(asmCodes.ASM0003, object, { rule: index }, ['spec', 'rules', index]);
        }
      });
    }
  },
};

/** Values by which a field of a source fits everyone. */
const everyone: Readonly<Record<string, readonly string[]>> = {
  ipBlocks: ['0.0.0.0/0', '::/0'],
  remoteIpBlocks: ['0.0.0.0/0', '::/0'],
  principals: ['*'],
  namespaces: ['*'],
};

function isEverySource(source: Readonly<Record<string, unknown>>): boolean {
  const given = Object.entries(source).filter(([, value]) => Array.isArray(value) && value.length > 0);
  const isOpen = ([key, value]: [string, unknown]): boolean =>
    (value as unknown[]).some((one) => everyone[key]?.includes(String(one)) === true);
  return given.length > 0 && given.every(isOpen);
}

function isEveryOperation(operation: Operation): boolean {
  const given = Object.entries(operation).filter(([, values]) => Array.isArray(values) && values.length > 0);
  return given.every(
    ([key, values]) => !key.startsWith('not') && (values as string[]).some((value) => value === '*' || value === '/*'),
  );
}
