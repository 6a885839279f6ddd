import type { Labels } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';

const annotations = ['owner', 'cost-center', 'data-classification'];

/**
 * Who is called, who pays, how confidential: on the workload, on its pods, or on its namespace, which speaks for all in it. Only annotations that some
 * workload or namespace of the files has are wanted, or all of them when the user has given the code a level.
 */
export const missingOwnership: Check = {
  name: 'missing-ownership',
  types: [asmCodes.ASM0017],
  run(mesh, report, asked) {
    const workloads = mesh.workloads.filter(
      ({ object }) => object.madeFrom === undefined && object.kind !== 'WorkloadEntry',
    );
    const given: readonly Labels[] = [
      ...mesh.objectsOf('', 'Namespace').map((object) => object.annotations),
      ...workloads.flatMap((workload) => [workload.object.annotations, workload.annotations]),
    ];
    const wanted = annotations.filter((key) => asked.has('ASM0017') || given.some((some) => has(some, key)));
    for (const { object, annotations: ofPods, namespace, cluster } of wanted.length === 0 ? [] : workloads) {
      const inherited = mesh.namespace(namespace).in(cluster)?.annotations ?? {};
      const missing = wanted.filter(
        (key) => ![object.annotations, ofPods, inherited, object.labels].some((some) => has(some, key)),
      );
      if (missing.length > 0) {
        const names = `annotation${missing.length === 1 ? ` ${missing[0]} is` : `s ${missing.join(', ')} are`}`;
        report(asmCodes.ASM0017, object, { annotations: names }, ['metadata', 'annotations']);
      }
    }
  },
};

function has(given: Labels, key: string): boolean {
  return (given[key] ?? '') !== '';
}
