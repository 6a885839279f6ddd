import {
  asNumber,
  asText,
  fieldsListOf,
  fieldsOf,
  type Labels,
  type Mesh,
  matchesLabels,
  podTemplateOf,
} from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { istioField, type Rollout, readRollouts, virtualServiceOf } from './rollout.js';

/** Pods of the old version stay this many seconds, at least, for every proxy to hear of the new weights. */
const fewestSeconds = 10;

const at = ['spec', 'strategy', 'canary'] as const;

/** Whether a Rollout is written in a way that its controller can follow, without losing requests. */
export const rolloutSteps: Check = {
  name: 'rollout-steps',
  types: [asmCodes.ASM0034],
  run(mesh, report) {
    for (const rollout of readRollouts(mesh)) {
      checkReferences(mesh, rollout, report);
      checkManagedNames(rollout, report);
      checkScaling(rollout, report);
      checkHostLevel(mesh, rollout, report);
    }
  },
};

function checkReferences(mesh: Mesh, rollout: Rollout, report: Report): void {
  const { object, virtualServices, hasOneAndMany, managedRoutes } = rollout;
  if (hasOneAndMany || virtualServices.length === 0) {
    const values = {
      what: hasOneAndMany ? 'virtualService and virtualServices are both set' : 'no VirtualService is named',
      why: 'the controller refuses the Rollout',
      fix: 'set one of virtualService and virtualServices',
    };
    report(asmCodes.ASM0034, object, values, istioField);
  }
  for (const reference of virtualServices) {
    const rules = fieldsListOf(virtualServiceOf(mesh, reference)?.spec['http']);
    const own = rules.filter((rule) => !managedRoutes.includes(asText(rule['name']) ?? ''));
    if (reference.routes.length === 0 && !reference.hasOtherRoutes && own.length > 1) {
      const values = {
        what: `VirtualService ${reference.namespace}/${reference.name} has ${own.length} http routes`,
        why: 'the controller does not know which it is to control, and reports an error',
        fix: 'name them in routes',
      };
      report(asmCodes.ASM0034, object, values, reference.field);
    }
  }
}

function checkManagedNames({ object, steps, managedRoutes }: Rollout, report: Report): void {
  for (const [index, step] of steps.entries()) {
    for (const kind of ['setHeaderRoute', 'setMirrorRoute'] as const) {
      const name = asText(fieldsOf(step[kind])['name']);
      if (name !== undefined && !managedRoutes.includes(name)) {
        const values = {
          what: `${kind} names route ${name}`,
          why: 'it is none of trafficRouting.managedRoutes, so the controller refuses the step',
          fix: 'add it there',
        };
        report(asmCodes.ASM0034, object, values, [...at, 'steps', index, kind]);
      }
    }
  }
}

function checkScaling({ object, canary, steps }: Rollout, report: Report): void {
  const delay = asNumber(canary['scaleDownDelaySeconds']);
  if (delay !== undefined && delay < fewestSeconds) {
    const values = {
      what: `scaleDownDelaySeconds is ${delay}`,
      why: 'the old pods may be gone before every proxy knows the new weights, and requests to them get 503',
      fix: `leave it at 30, or take at least ${fewestSeconds}`,
    };
    report(asmCodes.ASM0034, object, values, [...at, 'scaleDownDelaySeconds'], { level: 'warning' });
  }
  const full = steps.findIndex(({ setWeight }) => setWeight === 100);
  const waits = full >= 0 && steps.slice(full + 1).some(({ pause }) => pause !== undefined);
  if (canary['dynamicStableScale'] === true && waits) {
    const values = {
      what: 'the rollout pauses after setWeight 100 with dynamicStableScale',
      why: 'the stable version has no pods while it waits, so an abort has nothing to go back to and requests fail',
      fix: 'leave the last setWeight out, or dynamicStableScale',
    };
    report(asmCodes.ASM0034, object, values, [...at, 'steps', full], { level: 'warning' });
  }
}

/** Splitting by two Services: while their selectors change, only a third one that selects all pods always has some. */
function checkHostLevel(mesh: Mesh, rollout: Rollout, report: Report): void {
  const { object, canaryService, stableService, destinationRule, virtualServices } = rollout;
  const labels = fieldsOf(fieldsOf(podTemplateOf(object)?.['metadata'])['labels']) as Labels;
  if (
    destinationRule !== undefined ||
    stableService === '' ||
    virtualServices.length === 0 ||
    Object.keys(labels).length === 0
  ) {
    return;
  }
  const others = mesh.services.some(({ instances, namespace, name }) => {
    const isThird = namespace === object.namespace && name !== canaryService && name !== stableService;
    return isThird && instances.some(({ selector }) => selector !== undefined && matchesLabels(labels, selector));
  });
  if (!others) {
    const values = {
      what: 'no Service selects the pods of both versions',
      why: 'at the end of a rollout the selector of the stable Service changes before every proxy knows, and requests get 503 for a moment',
      fix: 'let clients call a third Service that selects all pods, with routes to the two',
    };
    report(asmCodes.ASM0034, object, values, [...at, 'stableService'], { level: 'info' });
  }
}
