import { asText, fieldsListOf, type Mesh } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { nameSome } from '../../wording.js';
import {
  controlledRoutes,
  destinationsOfRule,
  type Rollout,
  readRollouts,
  sideOf,
  virtualServiceOf,
} from './rollout.js';

/**
 * What the controller of a Rollout deletes or overwrites: other destinations of a controlled route, other subsets of its DestinationRule, routes of the
 * names that it manages, and weights.
 */
export const rolloutTraffic: Check = {
  name: 'rollout-traffic',
  types: [asmCodes.ASM0033],
  run(mesh, report) {
    for (const rollout of readRollouts(mesh)) {
      checkRoutes(mesh, rollout, report);
      checkManagedRoutes(mesh, rollout, report);
      checkSubsets(mesh, rollout, report);
    }
  },
};

function controllerOf({ object }: Rollout): string {
  return `the controller of Rollout ${object.namespace}/${object.name}`;
}

function checkRoutes(mesh: Mesh, rollout: Rollout, report: Report): void {
  const additional = rollout.destinationRule?.additional ?? [];
  for (const { virtualService, index, rule } of controlledRoutes(mesh, rollout)) {
    const field = ['spec', 'http', index, 'route'];
    const name = asText(rule['name']) ?? `http[${index}]`;
    const destinations = destinationsOfRule(rule);
    const others = destinations.flatMap((one, position) =>
      sideOf(rollout, one) === 'other' && one.weight > 0 && !additional.includes(one.subset) ? [{ one, position }] : [],
    );
    for (const { one, position } of others) {
      const values = {
        controller: controllerOf(rollout),
        does: 'deletes',
        what: `destination ${one.host}${one.subset === '' ? '' : ` subset ${one.subset}`} with weight ${one.weight} of route ${name}`,
        why: 'it knows the canary and the stable version only, and shares all requests between them',
        fix: 'move it to a route of its own, or to a subset in additionalSubsetNames',
      };
      report(asmCodes.ASM0033, virtualService, values, [...field, position]);
    }
    const canary = destinations.find((one) => sideOf(rollout, one) === 'canary');
    if (others.length === 0 && canary !== undefined && canary.weight > 0) {
      const values = {
        controller: controllerOf(rollout),
        does: 'overwrites',
        what: `the weights of route ${name}`,
        why: `the canary has ${canary.weight} here, and 0 while nothing is rolled out`,
        fix: 'write 100 for the stable version and 0 for the canary',
      };
      report(asmCodes.ASM0033, virtualService, values, field);
    }
  }
}

function checkManagedRoutes(mesh: Mesh, rollout: Rollout, report: Report): void {
  for (const reference of rollout.virtualServices) {
    const virtualService = virtualServiceOf(mesh, reference);
    for (const [index, rule] of fieldsListOf(virtualService?.spec['http']).entries()) {
      const name = asText(rule['name']) ?? '';
      if (virtualService !== undefined && rollout.managedRoutes.includes(name)) {
        const values = {
          controller: controllerOf(rollout),
          does: 'deletes',
          what: `route ${name}`,
          why: 'its name is one of managedRoutes, and those routes are removed at the end of each rollout',
          fix: 'give it another name',
        };
        report(asmCodes.ASM0033, virtualService, values, ['spec', 'http', index]);
      }
    }
  }
}

function checkSubsets(mesh: Mesh, rollout: Rollout, report: Report): void {
  const { destinationRule, object } = rollout;
  const found = mesh.destinationRules.find(
    ({ name, namespace }) => name === destinationRule?.name && namespace === object.namespace,
  );
  const names = fieldsListOf(found?.object.spec['subsets']).flatMap((subset) => asText(subset['name']) ?? []);
  const others = names.filter((name) => name !== destinationRule?.canary && name !== destinationRule?.stable);
  if (found !== undefined && others.length > 0) {
    const values = {
      controller: controllerOf(rollout),
      does: 'deletes',
      what: nameSome('subset', others),
      why: 'it keeps the subsets of the canary and of the stable version only',
      fix: 'define the others in a DestinationRule of their own',
    };
    report(asmCodes.ASM0033, found.object, values, ['spec', 'subsets']);
  }
}
