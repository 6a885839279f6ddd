import type { Mesh, MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { readCanaries } from './canary.js';
import { type Rollout, readRollouts } from './rollout.js';

/** Whether two controllers write the same object. */
export const rolloutOwners: Check = {
  name: 'rollout-owners',
  types: [asmCodes.ASM0033],
  run(mesh, report) {
    const owners = new Map<string, MeshObject>();
    for (const { object, owned } of [...readRollouts(mesh).map(ownedBy), ...canaries(mesh)]) {
      for (const [thing, key] of owned) {
        const first = owners.get(key);
        if (first !== undefined && first !== object) {
          const values = {
            controller: `the controller of ${first.kind} ${first.namespace}/${first.name}`,
            does: 'also writes',
            what: thing,
            why: 'the two take turns in undoing what the other one did',
            fix: 'give each its own',
          };
          report(asmCodes.ASM0033, object, values);
        }
        owners.set(key, first ?? object);
      }
    }
  },
};

interface Owner {
  readonly object: MeshObject;
  /** What it writes: in words, and a key that two owners of one thing share. */
  readonly owned: readonly (readonly [thing: string, key: string])[];
}

function ownedBy({ object, virtualServices, destinationRule, canaryService, stableService }: Rollout): Owner {
  const { namespace } = object;
  const own = (kind: string, name: string, rest = ''): readonly (readonly [string, string])[] =>
    name === '' ? [] : [[`${kind} ${namespace}/${name}${rest}`, `${kind} ${namespace}/${name}${rest}`]];
  return {
    object,
    owned: [
      ...virtualServices.flatMap(({ name, namespace: owner, routes }) =>
        (routes.length === 0 ? [''] : routes).map((route) => {
          const thing = `VirtualService ${owner}/${name}${route === '' ? '' : ` route ${route}`}`;
          return [thing, thing] as const;
        }),
      ),
      ...own('DestinationRule', destinationRule?.name ?? ''),
      ...own('Service', canaryService),
      ...own('Service', stableService),
    ],
  };
}

function canaries(mesh: Mesh): readonly Owner[] {
  return readCanaries(mesh).map(({ object, apex }) => {
    const id = `${object.namespace}/${apex}`;
    const things = [
      `VirtualService ${id}`,
      `DestinationRule ${id}-primary`,
      `DestinationRule ${id}-canary`,
      `Service ${id}`,
      `Service ${id}-primary`,
      `Service ${id}-canary`,
    ];
    return { object, owned: things.map((thing) => [thing, thing] as const) };
  });
}
