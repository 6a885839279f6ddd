import { assume } from '../../../assumption/assumption.js';
import { Holdings } from '../../../assumption/holdings.js';
import { asText, fieldsListOf, fieldsOf, type Mesh } from '../../../model/index.js';
import type { FieldPath } from '../../../yaml/positions.js';
import type { Check, Circumstances, Report } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { circumstancesOf, missingThing } from '../../missing-thing.js';
import { istioField, type Rollout, readRollouts, virtualServiceOf } from './rollout.js';

const stops = 'the Rollout does not shift traffic and reports an error';

/** Whether the VirtualServices, routes, subsets, Services and templates that a Rollout names exist. */
export const rolloutReferences: Check = {
  name: 'rollout-references',
  types: [istioCodes.IST0101],
  run(mesh, report) {
    for (const rollout of readRollouts(mesh)) {
      const tell = teller(rollout, report);
      checkRoutes(mesh, rollout, tell);
      checkSubsets(mesh, rollout, tell);
      checkServices(mesh, rollout, tell);
      checkTemplates(mesh, rollout, tell);
    }
  },
};

type Tell = (thing: string, why: string, field: FieldPath, circumstances?: Circumstances) => void;

function teller({ object }: Rollout, report: Report): Tell {
  return (thing, why, field, circumstances = {}) => {
    report(istioCodes.IST0101, object, { thing, why, effect: stops }, field, { ...circumstances, isOwn: true });
  };
}

const notHere = 'it is in none of these files';

function checkRoutes(mesh: Mesh, { object, virtualServices }: Rollout, tell: Tell): void {
  for (const reference of virtualServices) {
    const { name, namespace, routes, field } = reference;
    const found = virtualServiceOf(mesh, reference);
    if (found === undefined) {
      const beside = mesh.virtualServices.flatMap((one) => (one.namespace === namespace ? [one.name] : []));
      const level = beside.length > 0 || namespace === object.namespace ? undefined : ('warning' as const);
      const { why, circumstances } = missingThing(notHere, name, beside, { level });
      tell(`VirtualService ${namespace}/${name}`, why, [...field, 'name'], circumstances);
      continue;
    }
    const known = fieldsListOf(found.spec['http']).flatMap((rule) => asText(rule['name']) ?? []);
    for (const [index, route] of routes.entries()) {
      if (!known.includes(route)) {
        const why = known.length === 0 ? 'its http routes have no names' : `it has ${known.join(', ')}`;
        tell(`route ${route} of VirtualService ${namespace}/${name}`, why, [...field, 'routes', index]);
      }
    }
  }
}

function checkSubsets(mesh: Mesh, { object, destinationRule }: Rollout, tell: Tell): void {
  if (destinationRule === undefined) {
    return;
  }
  const { namespace } = object;
  const { name, canary, stable } = destinationRule;
  const field = [...istioField, 'destinationRule'];
  const found = mesh.destinationRules.find((one) => one.name === name && one.namespace === namespace);
  if (found === undefined) {
    const beside = mesh.destinationRules.flatMap((one) => (one.namespace === namespace ? [one.name] : []));
    const { why, circumstances } = missingThing(notHere, name, beside, {});
    tell(`DestinationRule ${namespace}/${name}`, why, [...field, 'name'], circumstances);
    return;
  }
  const subsets = fieldsListOf(found.object.spec['subsets']).flatMap((one) => asText(one['name']) ?? []);
  for (const [key, subset] of [
    ['canarySubsetName', canary],
    ['stableSubsetName', stable],
  ] as const) {
    if (subset !== '' && !subsets.includes(subset)) {
      tell(`subset ${subset} of DestinationRule ${namespace}/${name}`, `it has ${subsets.join(', ')}`, [...field, key]);
    }
  }
}

function checkServices(mesh: Mesh, { object, canaryService, stableService }: Rollout, tell: Tell): void {
  const { namespace } = object;
  for (const [key, name] of [
    ['canaryService', canaryService],
    ['stableService', stableService],
  ] as const) {
    if (name !== '' && mesh.find('', 'Service', namespace, name).length === 0) {
      const beside = mesh.objectsOf('', 'Service').flatMap((one) => (one.namespace === namespace ? [one.name] : []));
      const host = `${name}.${namespace}.svc.${mesh.config.clusterDomain}`;
      const standing = Holdings.of(mesh).standing('Service', namespace);
      const { why, circumstances } = missingThing(notHere, name, beside, circumstancesOf(standing, assume.host(host)));
      tell(`Service ${namespace}/${name}`, why, ['spec', 'strategy', 'canary', key], circumstances);
    }
  }
}

/** Templates are often in a repository of their own, so they are only missing where the files have others. */
function checkTemplates(mesh: Mesh, { object, canary, steps }: Rollout, tell: Tell): void {
  const at = ['spec', 'strategy', 'canary'];
  const places = [
    { analysis: fieldsOf(canary['analysis']), field: [...at, 'analysis'] },
    ...steps.map((step, index) => ({
      analysis: fieldsOf(step['analysis']),
      field: [...at, 'steps', index, 'analysis'],
    })),
  ];
  for (const { analysis, field } of places) {
    for (const [index, template] of fieldsListOf(analysis['templates']).entries()) {
      const name = asText(template['templateName']) ?? '';
      const isCluster = template['clusterScope'] === true;
      const kind = isCluster ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
      const namespace = isCluster ? '' : object.namespace;
      const others = mesh.objectsOf('argoproj.io', kind).filter((one) => one.namespace === namespace);
      if (name !== '' && others.length > 0 && !others.some((one) => one.name === name)) {
        const names = others.map((one) => one.name);
        const { why, circumstances } = missingThing(notHere, name, names, { level: 'warning' });
        tell(`${kind} ${name}`, why, [...field, 'templates', index], circumstances);
      }
    }
  }
}
