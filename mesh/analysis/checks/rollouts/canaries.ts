import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import type { Mesh } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { circumstancesOf, missingThing } from '../../missing-thing.js';
import { type Canary, readCanaries } from './canary.js';

/** What Flagger does to objects of the files that a Canary takes over, and whether its target exists. */
export const canaries: Check = {
  name: 'canaries',
  types: [asmCodes.ASM0033, istioCodes.IST0101],
  run(mesh, report) {
    for (const canary of readCanaries(mesh)) {
      checkOwned(mesh, canary, report);
      checkSettings(mesh, canary, report);
      checkTarget(mesh, canary, report);
    }
  },
};

function checkOwned(mesh: Mesh, { object, apex }: Canary, report: Report): void {
  const { namespace } = object;
  const rules = ['networking.istio.io', 'DestinationRule'] as const;
  const made = [
    ['networking.istio.io', 'VirtualService', apex, 'spec.service of the Canary'],
    [...rules, `${apex}-primary`, 'spec.service.trafficPolicy of the Canary'],
    [...rules, `${apex}-canary`, 'spec.service.trafficPolicy of the Canary'],
    ['', 'Service', apex, 'spec.service of the Canary'],
    ['', 'Service', `${apex}-primary`, 'spec.service of the Canary'],
    ['', 'Service', `${apex}-canary`, 'spec.service of the Canary'],
  ] as const;
  for (const [group, kind, name, place] of made) {
    for (const declared of mesh.find(group, kind, namespace, name)) {
      const values = {
        controller: 'Flagger',
        does: 'overwrites',
        what: `the ${kind}`,
        why: `Canary ${namespace}/${object.name} makes one of this name`,
        fix: `remove it, and say what it is to have in ${place}`,
      };
      report(asmCodes.ASM0033, declared, values);
    }
  }
}

/** Requests go to the Services of the two versions, for which Flagger makes DestinationRules of its own. */
function checkSettings(mesh: Mesh, { object, apex }: Canary, report: Report): void {
  const { namespace } = object;
  const host = `${apex}.${namespace}.svc.${mesh.config.clusterDomain}`;
  for (const { object: rule, spec, namespace: own, name } of mesh.destinationRules) {
    const isMade = own === namespace && (name === `${apex}-primary` || name === `${apex}-canary`);
    if (!isMade && mesh.resolve(spec.host ?? '', own) === host) {
      const values = {
        controller: 'Flagger',
        does: 'leaves unused',
        what: 'the DestinationRule',
        why: `the routes that it makes for Canary ${namespace}/${object.name} lead to ${apex}-primary and ${apex}-canary, which have rules of their own`,
        fix: 'move the settings to spec.service.trafficPolicy of the Canary',
      };
      report(asmCodes.ASM0033, rule, values, ['spec', 'host']);
    }
  }
}

function checkTarget(mesh: Mesh, { object, target }: Canary, report: Report): void {
  const { namespace } = object;
  const workloads = mesh.workloadsIn(namespace).filter(({ kind }) => kind === target.kind);
  if (target.name === '' || workloads.some(({ name }) => name === target.name) || target.kind === 'Service') {
    return;
  }
  const names = workloads.map(({ name }) => name);
  const standing = Holdings.of(mesh).standing('Pods', namespace);
  const otherwise = circumstancesOf(standing, assume.pods(namespace, { app: target.name }));
  const { why, circumstances } = missingThing('it is in none of these files', target.name, names, otherwise);
  const values = {
    thing: `${target.kind} ${namespace}/${target.name}`,
    effect: 'the Canary stays in phase Initializing',
    why,
  };
  report(istioCodes.IST0101, object, values, ['spec', 'targetRef'], { ...circumstances, isOwn: true });
}
