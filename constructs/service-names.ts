import { isRfc1035Label, isRfc1123Label, rfc1123LabelRule } from '../mesh/index.js';
import { versionServiceName } from './routing/http-route-form.js';

/** What is wrong with the names of a service and its versions, each with what to do. */
export function serviceNameProblems(name: string, versions: readonly string[], hasServices: boolean): string[] {
  const problems: string[] = [];
  const services = hasServices ? versions.map((version) => versionServiceName(name, version)) : [];
  for (const one of [name, ...services]) {
    if (isRfc1035Label(one)) continue;
    problems.push(`'${one}' cannot be the name of a Service; ${rfc1123LabelRule}, a letter first`);
  }
  for (const version of versions) {
    if (!isRfc1123Label(version)) problems.push(`version '${version}' cannot be a subset; ${rfc1123LabelRule}`);
  }
  return problems;
}
