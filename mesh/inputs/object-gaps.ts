import type { Labels } from '../model/labels.js';
import type { Mesh } from '../model/mesh.js';
import { fieldsOf, labelsOf } from '../model/narrowing.js';
import type { MeshObject } from '../model/object.js';
import { podTemplateOf, podTemplatePath } from '../model/pods.js';
import type { ConfigurationProblem } from '../validation/field.js';
import { parseYaml } from '../yaml/parser.js';
import type { FieldPath } from '../yaml/positions.js';
import { type Coverage, notModelled } from './coverage.js';
import { coverageOfForeign } from './foreign-kinds.js';
import { type Gap, gapsIn } from './gaps.js';
import {
  loadBalancerAnnotations,
  loadBalancerPrefixes,
  objectAnnotations,
  podAnnotations,
} from './kinds/annotations.js';
import { kindCoverages } from './kinds/index.js';
import { labelCoverages } from './kinds/labels.js';
import { proxySettings } from './kinds/proxy-settings.js';
import type { ReachOf } from './reach.js';

/** What of an object is not modelled, and what the object acts on. */
export interface ObjectGaps {
  readonly gaps: readonly Gap[];
  readonly reach: ReachOf;
}

/**
 * What of an object is not modelled: fields of its kind, annotations and labels, or all of it; undefined when nothing is.
 *
 * @param refusedFor why an API server refuses it
 */
export function gapsOfObject(
  object: MeshObject,
  refusedFor: readonly ConfigurationProblem[] = [],
): ObjectGaps | undefined {
  const coverage = kindCoverages.get(`${object.group}/${object.kind}`) ?? coverageOfForeign(object);
  if (coverage === undefined) {
    return undefined;
  }
  const { reach, fields } = coverage;
  if (refusedFor.length > 0) {
    return { gaps: refusalOf(object, refusedFor), reach };
  }
  const { apiVersion: _, kind: __, metadata: ___, status: ____, ...rest } = fieldsOf(object.resource.manifest);
  const gaps = [...gapsIn(rest, fields), ...gapsOfMetadata(object)];
  return gaps.length === 0 ? undefined : { gaps, reach };
}

/** An object that the API server or Istio's webhook refuses, so that it has no effect at all. */
function refusalOf({ resource }: MeshObject, [problem]: readonly ConfigurationProblem[]): readonly Gap[] {
  return problem === undefined
    ? []
    : [
        {
          path: problem.path,
          coverage: notModelled(`the API server refuses the object, so it is left out: ${problem.message}`),
          value: resource.manifest,
        },
      ];
}

function gapsOfMetadata(object: MeshObject): readonly Gap[] {
  const template = podTemplateOf(object);
  if (template === undefined) {
    return [
      ...gapsOfLabels(object.labels, ['metadata', 'labels']),
      ...gapsOfAnnotations(object.annotations, ['metadata', 'annotations'], (name) => ofObject(object, name)),
    ];
  }
  const { labels, annotations } = fieldsOf(template['metadata']);
  const at = [...podTemplatePath(object), 'metadata'];
  return [
    ...gapsOfLabels(labelsOf(labels), [...at, 'labels']),
    ...gapsOfAnnotations(labelsOf(annotations), [...at, 'annotations'], (name) =>
      Object.hasOwn(podAnnotations, name) ? podAnnotations[name] : undefined,
    ),
    ...gapsOfProxySettings(labelsOf(annotations), [...at, 'annotations']),
  ];
}

function ofObject({ kind }: MeshObject, name: string): Coverage | undefined {
  const prefix = kind === 'Service' ? loadBalancerPrefixes.find((start) => name.startsWith(start)) : undefined;
  const ofKind = Object.hasOwn(objectAnnotations, kind) ? (objectAnnotations[kind] ?? {}) : {};
  const [table, key] = prefix === undefined ? [ofKind, name] : [loadBalancerAnnotations, name.slice(prefix.length)];
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function gapsOfLabels(labels: Labels, at: FieldPath): readonly Gap[] {
  return gapsOfAnnotations(labels, at, (name) =>
    Object.hasOwn(labelCoverages, name) ? labelCoverages[name] : undefined,
  );
}

function gapsOfAnnotations(
  annotations: Labels,
  at: FieldPath,
  coverageOf: (name: string) => Coverage | undefined,
): readonly Gap[] {
  return Object.keys(annotations).flatMap((name) => {
    const coverage = coverageOf(name);
    return coverage === undefined ? [] : gapsIn(annotations[name], coverage, [...at, name]);
  });
}

const unreadSettings = notModelled('the settings of the proxy in it cannot be read');

/** What `proxy.istio.io/config` says, as far as it is not modelled. */
function gapsOfProxySettings(annotations: Labels, at: FieldPath): readonly Gap[] {
  const name = 'proxy.istio.io/config';
  const { value, isRead } = parseYaml(annotations[name] ?? '');
  const path = [...at, name];
  return isRead ? gapsIn(value, proxySettings, path) : [{ path, coverage: unreadSettings, value: annotations[name] }];
}

/** Objects of the mesh, those in Applications included. */
export function objectsOf(mesh: Mesh): readonly MeshObject[] {
  const all = new Set(mesh.objects);
  for (const { object } of mesh.workloads) {
    all.add(object);
  }
  return [...all];
}
