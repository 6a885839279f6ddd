import {
  fieldsOf,
  type Labels,
  labelsOf,
  type MeshObject,
  podTemplateOf,
  podTemplatePath,
} from '../../../model/index.js';
import type { FieldPath } from '../../../yaml/positions.js';
import { problemOfValue } from '../../annotation-values.js';
import type { Check, Report } from '../../check.js';
import { istioAnnotations } from '../../istio-annotations.js';
import { istioCodes } from '../../istio-codes.js';

const { IST0107, IST0108, IST0125, IST0135, IST0136 } = istioCodes;

/** Whether the annotations with an Istio prefix are known, in the right place, and have a value that Istio can use. */
export const annotations: Check = {
  name: 'annotations',
  types: [IST0107, IST0108, IST0125, IST0135, IST0136],
  run(mesh, report) {
    for (const object of mesh.objects) {
      checkObject(object, report);
    }
  },
};

function checkObject(object: MeshObject, reportPlace: Report): void {
  const told = new Set<string>();
  // What is wrong with an annotation of a Deployment and with the same one of its pods is told once.
  const report: Report = (type, subject, values, field) => {
    const text = JSON.stringify([type.code, values]);
    if (!told.has(text)) {
      told.add(text);
      reportPlace(type, subject, values, field);
    }
  };
  const isCore = object.group === '' && (object.kind === 'Namespace' || object.kind === 'Service');
  const template = podTemplateOf(object);
  if (isCore || template !== undefined) {
    const { annotations, labels, kind } = object;
    checkAnnotations(object, { annotations, labels, kind, path: ['metadata', 'annotations'] }, report);
  }
  if (template !== undefined && object.kind !== 'Pod') {
    const metadata = fieldsOf(template['metadata']);
    const place = {
      annotations: labelsOf(metadata['annotations']),
      labels: labelsOf(metadata['labels']),
      kind: 'Pod',
      path: [...podTemplatePath(object), 'metadata', 'annotations'],
    };
    checkAnnotations(object, place, report);
  }
}

interface AnnotatedPlace {
  readonly annotations: Labels;
  /** Labels beside the annotations. */
  readonly labels: Labels;
  readonly kind: string;
  readonly path: FieldPath;
}

function checkAnnotations(
  object: MeshObject,
  { annotations, labels, kind, path }: AnnotatedPlace,
  report: Report,
): void {
  for (const [annotation, value] of Object.entries(annotations)) {
    const field = [...path, annotation];
    const known = istioAnnotations.get(annotation);
    if (known === undefined) {
      if (hasIstioPrefix(annotation)) {
        report(IST0108, object, { annotation }, field);
      }
      continue;
    }
    // An old annotation beside the label that replaced it is there for old versions.
    if (known.isDeprecated && labels[annotation] === undefined) {
      const replacement = known.replacement === undefined ? '' : `; use ${known.replacement}`;
      report(IST0135, object, { annotation, replacement }, field);
    }
    if (known.isExperimental) {
      report(IST0136, object, { annotation }, field);
    }
    const isInPlace = known.kinds.length === 0 || known.kinds.includes(kind);
    const problem = known.format === undefined || !isInPlace ? undefined : problemOfValue(known.format, value);
    if (!isInPlace) {
      report(IST0107, object, { annotation, kinds: known.kinds.join(', ') }, field);
    } else if (problem !== undefined) {
      report(IST0125, object, { annotation, problem }, field);
    }
  }
}

function hasIstioPrefix(annotation: string): boolean {
  return annotation.split('/')[0]?.endsWith('istio.io') === true;
}
