import { analyze, buildMesh, istioCodes } from '../../../mesh/index.js';
import { resourcesOf } from '../../mesh/resources.js';

/** What we find in a YAML text when istioctl's findings are asked for, as `CODE Kind namespace/name`. */
export function findOurs(yaml: string): readonly string[] {
  const { findings } = analyze(buildMesh(resourcesOf(yaml)), { asIstioctl: true });
  return findings
    .filter(({ code }) => code in istioCodes)
    .map(
      ({ code, resource: { kind, namespace, name } }) => `${code} ${kind} ${namespace ? `${namespace}/` : ''}${name}`,
    )
    .sort();
}
