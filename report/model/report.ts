import { analyze, describeResource, type Finding } from '../../mesh/analysis/index.js';
import { eachOnce, formatAssumption } from '../../mesh/assumption/assumption.js';
import { guardedWorkloads } from '../../mesh/istio/policy-workloads.js';
import { describeManifest } from '../../mesh/manifest/identity.js';
import type { Mesh, MeshService } from '../../mesh/model/index.js';
import { mtls, surveyAssumptions } from '../../mesh/survey/index.js';
import { acceptedMesh } from '../../mesh/validation/accepted-mesh.js';
import { accessOf } from './access.js';
import { Asked } from './asked.js';
import { Edges } from './edges.js';
import { exposureOfMesh } from './exposure.js';
import { addDeclared, addPossible } from './known-calls.js';
import { idOf, Nodes, nameOf, type PlainNode } from './nodes.js';
import type { Exposure, Node, ReportData, ReportedFinding, RouteRow, Version } from './report-data.js';
import { routesOf } from './routes.js';

/** What a report says besides what its mesh answers. */
export interface ReportOptions {
  /** For a person who opens the page, such as the folder that was read. */
  readonly title: string;
  /** The line of a finding in its file. @default none */
  readonly lineOf?: (finding: Finding) => number | undefined;
  /** What to do about a finding, by its code. @default nothing */
  readonly fixOf?: (code: string) => string | undefined;
}

/** The data of a report. Every answer in it is one of `request`, `mtls` or `analyze` for the same mesh. */
export function reportOf(given: Mesh, options: ReportOptions): ReportData {
  const asked = new Asked(acceptedMesh(given));
  const { mesh } = asked;
  const nodes = new Nodes(mesh);
  const edges = new Edges(nodes);
  const exposure = exposureOfMesh(asked, nodes, edges);
  addDeclared(asked, nodes, edges);
  addPossible(asked, nodes, edges);
  const routes = routesOf(asked, edges);
  const access = accessOf(asked);
  const analysis = analyze(given);
  const findings = analysis.findings.map((finding) => reported(finding, options));
  const details = new Details(mesh, routes, exposure, findings);
  const all = nodes.all.map((node) => details.of(node));
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    title: options.title,
    clusters: mesh.clusters,
    namespaces: [...new Set(all.flatMap(({ namespace }) => (namespace === '' ? [] : [namespace])))].sort(),
    nodes: all,
    edges: edges.all,
    exposure,
    routes,
    access,
    mtls: mtls(given),
    findings,
    fixes: Object.fromEntries(
      codes.flatMap((code) => {
        const fix = options.fixOf?.(code);
        return fix ? [[code, fix]] : [];
      }),
    ),
    assumptions: eachOnce([...surveyAssumptions([given]), ...analysis.assumptions]).map(formatAssumption),
    notModelled: asked.notModelled,
    comparison: null,
  };
}

function reported(finding: Finding, { lineOf }: ReportOptions): ReportedFinding {
  const { code, level, message, resource, object, assumption } = finding;
  return {
    code,
    level,
    message,
    object: describeResource(resource),
    namespace: resource.namespace,
    path: object.resource.path,
    line: lineOf?.(finding) ?? null,
    assumed: assumption?.statement ?? null,
  };
}

/** What is known of nodes besides their names. */
class Details {
  private readonly services = new Map<string, MeshService>();
  private readonly plain = new Map<string, RouteRow>();
  private readonly urls = new Map<string, string[]>();
  private readonly policies = new Map<string, string[]>();
  private readonly findings = new Map<string, number[]>();

  constructor(
    mesh: Mesh,
    routes: readonly RouteRow[],
    exposure: readonly Exposure[],
    findings: readonly ReportedFinding[],
  ) {
    const ofWorkload = new Map<string, string[]>();
    for (const service of mesh.services) {
      const id = idOf(service);
      this.services.set(id, this.services.get(id) ?? service);
      for (const object of service.objects) {
        push(ofWorkload, describeManifest(object.resource.manifest), id);
      }
      push(ofWorkload, `VirtualService ${service.namespace}/${service.name}`, id);
      push(ofWorkload, `DestinationRule ${service.namespace}/${service.name}`, id);
      for (const workload of service.workloads) {
        push(ofWorkload, nameOf(workload), id);
        push(ofWorkload, describeManifest(workload.object.resource.manifest), id);
      }
    }
    for (const row of routes) {
      if (row.when === '' && !this.plain.has(row.service)) {
        this.plain.set(row.service, row);
      }
      push(ofWorkload, row.route?.replace(/ (?:http|tls|tcp)\[.*$/, '') ?? '', row.service);
    }
    for (const { url, services, reach } of exposure) {
      for (const service of reach === 'internet' ? services : []) {
        push(this.urls, service, url);
      }
    }
    const guarded = [...mesh.authorizationPolicies, ...mesh.requestAuthentications].map((policy) => ({
      policy,
      workloads: guardedWorkloads(mesh, policy),
    }));
    const taken = mesh.peerAuthentications.map((policy) => ({
      policy,
      workloads: guardedWorkloads(mesh, { namespace: policy.namespace, selector: policy.selector, spec: {} }),
    }));
    for (const { policy, workloads } of [...guarded, ...taken]) {
      const name = describeManifest(policy.object.resource.manifest);
      for (const workload of workloads) {
        for (const id of ofWorkload.get(nameOf(workload)) ?? []) {
          push(this.policies, id, name);
          if (policy.selector !== undefined) {
            push(ofWorkload, name, id);
          }
        }
      }
    }
    for (const [index, { object }] of findings.entries()) {
      for (const id of ofWorkload.get(object) ?? []) {
        push(this.findings, id, index);
      }
    }
  }

  of(node: PlainNode): Node {
    return {
      ...node,
      versions: this.versionsOf(node.id),
      exposed: this.urls.get(node.id) ?? [],
      findings: this.findings.get(node.id) ?? [],
      policies: this.policies.get(node.id) ?? [],
    };
  }

  private versionsOf(id: string): readonly Version[] {
    const { shares = {}, verdict } = this.plain.get(id) ?? {};
    const found = new Map<string, Version>();
    for (const workload of this.services.get(id)?.workloads ?? []) {
      const name = nameOf(workload);
      const share = verdict === undefined ? null : (shares[name] ?? 0);
      found.set(name, { workload: name, version: workload.version, share });
    }
    return [...found.values()].sort((one, other) => (one.workload < other.workload ? -1 : 1));
  }
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const known = map.get(key);
  if (known === undefined) {
    map.set(key, [value]);
  } else if (!known.includes(value)) {
    known.push(value);
  }
}
