import { gridCases } from '../../mesh/analysis/istio/grid.js';
import { resourcesOf } from '../../mesh/resources.js';
import { hasIstioctl, Istioctl } from './istioctl.js';
import { findOurs } from './ours.js';
import { pageExamples, seededMesh } from './seeded-mesh.js';

/**
 * Compares our findings with those of `istioctl analyze`: over the cases of the grid, where each difference must be one that the case states,
 * and over generated meshes with seeded mistakes, where 95 % must agree.
 *
 * Usage: npm run differential:findings -- [number of meshes]
 */
async function main(): Promise<void> {
  if (!hasIstioctl()) {
    console.log('skipped: there is no istioctl on the PATH to compare with');
    return;
  }
  const istioctl = await Istioctl.start();
  const isGridRight = await compareGrid(istioctl);
  const share = await compareMeshes(istioctl, Number(process.argv[2] ?? 60));
  istioctl.stop();
  process.exitCode = isGridRight && share >= 0.95 ? 0 : 1;
}

async function compareGrid(istioctl: Istioctl): Promise<boolean> {
  const cases = gridCases().flatMap(({ ofIstioctl, ...rest }) =>
    ofIstioctl === undefined ? [] : [{ ...rest, ofIstioctl }],
  );
  let wrong = 0;
  for (const { title, ofIstioctl, yaml } of cases) {
    const theirs = await istioctl.analyze(resourcesOf(yaml));
    if (theirs.join() !== ofIstioctl.join()) {
      wrong += 1;
      console.log(
        `${title}: istioctl finds ${theirs.join(', ') || 'nothing'}, not ${ofIstioctl.join(', ') || 'nothing'}`,
      );
    }
  }
  console.log(`${cases.length} cases: istioctl answers ${cases.length - wrong} as they say`);
  return wrong === 0;
}

/** Codes that are left out: istioctl 1.31 does not report alpha annotations any more. */
const left = new Set(['IST0136']);

async function compareMeshes(istioctl: Istioctl, meshes: number): Promise<number> {
  const examples = pageExamples();
  const agreed = new Map<string, number>();
  const differences = new Map<string, string[]>();
  for (let seed = 1; seed <= meshes; seed += 1) {
    const yaml = seededMesh(seed, examples);
    const ours = new Set(findOurs(yaml));
    const theirs = new Set(await istioctl.analyze(resourcesOf(yaml)));
    for (const finding of new Set([...ours, ...theirs])) {
      const code = finding.slice(0, 7);
      if (left.has(code)) {
        continue;
      }
      if (ours.has(finding) && theirs.has(finding)) {
        agreed.set(code, (agreed.get(code) ?? 0) + 1);
      } else {
        const who = ours.has(finding) ? 'only ours' : 'only istioctl';
        differences.set(code, [...(differences.get(code) ?? []), `mesh ${seed}: ${who}: ${finding}`]);
      }
    }
  }
  return report(agreed, differences, meshes);
}

function report(
  agreed: ReadonlyMap<string, number>,
  differences: ReadonlyMap<string, readonly string[]>,
  meshes: number,
): number {
  let same = 0;
  let all = 0;
  for (const code of [...new Set([...agreed.keys(), ...differences.keys()])].sort()) {
    const different = differences.get(code) ?? [];
    same += agreed.get(code) ?? 0;
    all += (agreed.get(code) ?? 0) + different.length;
    console.log(`${code}: ${agreed.get(code) ?? 0} agree, ${different.length} differ`);
    for (const difference of different.slice(0, 5)) {
      console.log(`    ${difference}`);
    }
  }
  const share = same / Math.max(all, 1);
  console.log(`${meshes} meshes: ${same} of ${all} findings agree (${(100 * share).toFixed(1)} %)`);
  return share;
}

await main();
