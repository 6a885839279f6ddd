import * as pulumi from '@pulumi/pulumi';
import { LateValues, lateValueProblems } from '../../constructs/late-value.js';
import { describeManifest, type Problem, ProblemsError, type Resource } from '../../mesh/index.js';
import { ArgumentCheck } from '../argument-check.js';
import { creationOrder, type PlannedObject } from './creation-order.js';
import type { DeploymentTarget } from './deployment-target.js';
import { fillLateValues } from './fill-late-values.js';
import { KubernetesObject } from './kubernetes-object.js';
import { objectKey, resourceName } from './object-identity.js';
import { onCluster } from './own-cluster.js';
import { PodIndex, withoutAwait } from './service-await.js';
import { SubsetGates } from './subset-gates.js';

/** A synthesized object on its way to an API server. */
export interface DeployableObject extends Omit<Resource, 'line'> {
  /** Path of the chart. @default the first segment of the construct path */
  readonly chart?: string;
  /** Construct paths of objects that must exist before this one. @default none */
  readonly after?: readonly string[];
}

/** Args of {@link ChartDeployment}. */
export interface ChartDeploymentArgs {
  /** What to deploy, in the order of declaration. */
  readonly objects: readonly DeployableObject[];
  /** The API servers by the name of the target. */
  readonly targets: Readonly<Record<string, DeploymentTarget>>;
  /** The late values of the app that the objects come from. @default none: no Output in any chart */
  readonly lateValues?: LateValues;
  /** How long the provider may wait for one object. @default the provider's own, ten minutes for a Deployment */
  readonly timeout?: string;
}

/**
 * Deploys cdk8s charts with Pulumi: one resource for each object and API server.
 *
 * - Names come from what an object is, never from where its construct stands (see {@link resourceName}).
 * - Outputs in charts are filled in where they stand; secrets stay secret.
 * - Creation, change and deletion keep the order of {@link creationOrder}.
 * - The same object declared by two charts is deployed once if the declarations agree, and refused if not.
 *
 * @throws ProblemsError with everything that is wrong with the objects, before any resource is registered
 */
export class ChartDeployment extends pulumi.ComponentResource {
  /** The resources by name, in the order of creation. */
  readonly resources: ReadonlyMap<string, KubernetesObject>;

  constructor(name: string, args: ChartDeploymentArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const check = new ArgumentCheck(`ChartDeployment ${name}`);
    check.required(args, ['objects', 'targets']);
    check.finish();
    const { planned, problems } = plan(args);
    const order = creationOrder(planned);
    const all = [...problems, ...order.problems];
    if (order.ordered === undefined || all.length > 0) throw new ProblemsError(`${name} cannot be deployed:`, all);
    super('asm:charts:ChartDeployment', name, {}, opts);

    const late = args.lateValues ?? new LateValues();
    const made: KubernetesObject[] = [];
    // Children come after what the component waits for anyhow, but only recorded dependencies keep the order of deletion.
    const outer: pulumi.CustomResourceOptions = opts.dependsOn === undefined ? {} : { dependsOn: opts.dependsOn };
    const resources = new Map<string, KubernetesObject>();
    const gates = new SubsetGates(order.ordered, args.targets, late, this);
    for (const { object, dependencies } of order.ordered) {
      const target = args.targets[object.target];
      if (target === undefined) continue;
      const earlier = [...dependencies.flatMap((index) => made[index] ?? []), ...gates.before(object, made)];
      const resource = new KubernetesObject(
        resourceName(object.target, object.manifest),
        fillLateValues(object.manifest, late),
        pulumi.mergeOptions(earlier.length === 0 ? outer : { dependsOn: earlier }, {
          parent: this,
          provider: target.provider,
          // Two objects cannot have one name at the same time.
          deleteBeforeReplace: true,
          // Kubernetes itself owns these: they are there before and cannot be deleted.
          retainOnDelete:
            object.manifest.kind === 'Namespace' && BUILT_IN_NAMESPACES.has(object.manifest.metadata.name),
          ...(target.cluster === undefined ? {} : onCluster(target.cluster)),
          ...(args.timeout === undefined
            ? {}
            : { customTimeouts: { create: args.timeout, update: args.timeout, delete: args.timeout } }),
        }),
      );
      made.push(resource);
      resources.set(resourceName(object.target, object.manifest), resource);
    }
    this.resources = resources;
    this.registerOutputs({ objects: made.length });
  }
}

const BUILT_IN_NAMESPACES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

/** Merges declarations of the same object, and finds what cannot be deployed. */
function plan(args: ChartDeploymentArgs): { planned: PlannedObject[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const unknown = new Set<string>();
  const planned = new Map<string, PlannedObject>();
  const pods = new PodIndex(args.objects);
  for (const { manifest, target, path, chart, after } of args.objects) {
    if (args.targets[target.name] === undefined && !unknown.has(target.name)) {
      unknown.add(target.name);
      problems.push({
        code: 'NO_SUCH_TARGET',
        place: path,
        message: `nothing says how to reach the API server ${target.name}`,
        fix: `give it in targets; there are: ${Object.keys(args.targets).join(', ') || 'none'}`,
      });
    }
    problems.push(...lateValueProblems(manifest, path, 'filled'));
    const charts = [chart ?? (path.split('/')[0] || path)];
    const key = objectKey(target.name, manifest);
    const first = planned.get(key);
    const fixed = pods.runPodsOf(manifest, target.name) ? manifest : withoutAwait(manifest);
    if (first === undefined) {
      planned.set(key, {
        manifest: fixed,
        target: target.name,
        path,
        charts,
        after: after ?? [],
      });
    } else if (same(first.manifest, fixed)) {
      planned.set(key, { ...first, charts: [...first.charts, ...charts], after: [...first.after, ...(after ?? [])] });
    } else {
      problems.push({
        code: 'DECLARED_TWICE',
        place: path,
        message: `${describeManifest(manifest)} on ${target.name} is also declared, with other content, by ${first.path}`,
        fix: 'declare it once, or give one of the two another name or namespace',
      });
    }
  }
  return { planned: [...planned.values()], problems };
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  const other = new Map(right);
  return left.length === right.length && left.every(([key, value]) => other.has(key) && same(value, other.get(key)));
}
