import { gridCases } from '../../mesh/analysis/istio/grid.js';
import { resourcesOf } from '../../mesh/resources.js';
import { hasIstioctl, Istioctl } from './istioctl.js';
import { findOurs } from './ours.js';
import { randomMesh } from './random-mesh.js';
import { pageExamples, seededMesh } from './seeded-mesh.js';

/** The share of findings that must agree. */
const wantedShare = 0.98;

/**
 * Compares our findings with those of `istioctl analyze`: over the cases of the grid, where each difference must be one that the case states,
 * over meshes with seeded mistakes, and over meshes made at random. docs/istioctl.md says what differs and why.
 *
 * Usage: npm run differential:findings -- [number of meshes of each sort] [first seed]
 */
async function main(): Promise<void> {
  if (!hasIstioctl()) {
    console.log('skipped: there is no istioctl on the PATH to compare with');
    return;
  }
  const [meshes = 60, first = 1] = process.argv.slice(2).map(Number);
  const seeds = Array.from({ length: meshes }, (_, index) => first + index);
  const examples = pageExamples();
  const istioctl = await Istioctl.start();
  const isGridRight = await compareGrid(istioctl);
  const shares = [
    await compareMeshes('seeded', istioctl, seeds, (seed) => seededMesh(seed, examples)),
    await compareMeshes('random', istioctl, seeds, (seed) =>
      randomMesh(seed)
        .map((manifest) => JSON.stringify(manifest))
        .join('\n---\n'),
    ),
  ];
  istioctl.stop();
  process.exitCode = isGridRight && shares.every((share) => share >= wantedShare) ? 0 : 1;
}

async function compareGrid(istioctl: Istioctl): Promise<boolean> {
  const cases = gridCases().flatMap(({ ofIstioctl, ...rest }) =>
    ofIstioctl === undefined ? [] : [{ ...rest, ofIstioctl }],
  );
  let wrong = 0;
  await forEachOf(cases, async ({ title, ofIstioctl, yaml }) => {
    const theirs = await askIstioctl(istioctl, yaml, ofIstioctl);
    if (theirs.join() !== ofIstioctl.join()) {
      wrong += 1;
      console.log(
        `${title}: istioctl finds ${theirs.join(', ') || 'nothing'}, not ${ofIstioctl.join(', ') || 'nothing'}`,
      );
    }
  });
  console.log(`${cases.length} cases: istioctl answers ${cases.length - wrong} as they say`);
  return wrong === 0;
}

async function compareMeshes(
  sort: string,
  istioctl: Istioctl,
  seeds: readonly number[],
  meshOf: (seed: number) => string,
): Promise<number> {
  const agreed = new Map<string, number>();
  const differences = new Map<string, string[]>();
  await forEachOf(seeds, async (seed) => {
    const yaml = meshOf(seed);
    const found = findOurs(yaml);
    const ours = comparable(found);
    const theirs = comparable(await askIstioctl(istioctl, yaml, found));
    for (const finding of new Set([...ours, ...theirs])) {
      const code = finding.slice(0, 7);
      const count = (findings: readonly string[]): number => findings.filter((other) => other === finding).length;
      const excess = count(ours) - count(theirs);
      agreed.set(code, (agreed.get(code) ?? 0) + Math.min(count(ours), count(theirs)));
      const line = `${sort} mesh ${seed}: only ${excess > 0 ? 'ours' : 'istioctl'}: ${finding}`;
      differences.set(code, [...(differences.get(code) ?? []), ...Array<string>(Math.abs(excess)).fill(line)]);
    }
  });
  return report(sort, agreed, differences, seeds.length);
}

/**
 * Findings without what cannot be compared: istioctl 1.31 does not report alpha annotations any more (IST0136), and takes the patches of
 * several EnvoyFilters in an order that changes from run to run, on which it depends whether a patch is IST0151 or IST0155.
 */
function comparable(findings: readonly string[]): readonly string[] {
  return findings
    .filter((finding) => !finding.startsWith('IST0136'))
    .map((finding) => finding.replace('IST0155', 'IST0151'));
}

function report(
  sort: string,
  agreed: ReadonlyMap<string, number>,
  differences: ReadonlyMap<string, readonly string[]>,
  meshes: number,
): number {
  let same = 0;
  let all = 0;
  for (const code of [...agreed.keys()].sort()) {
    const different = differences.get(code) ?? [];
    same += agreed.get(code) ?? 0;
    all += (agreed.get(code) ?? 0) + different.length;
    console.log(`${code}: ${agreed.get(code) ?? 0} agree, ${different.length} differ`);
    for (const difference of different.slice(0, 5)) {
      console.log(`    ${difference}`);
    }
  }
  const share = same / Math.max(all, 1);
  console.log(`${meshes} ${sort} meshes: ${same} of ${all} findings agree (${(100 * share).toFixed(1)} %)`);
  return share;
}

/** What istioctl finds. It is asked again before a difference counts: on a busy machine it sometimes begins before it has seen every object. */
async function askIstioctl(istioctl: Istioctl, yaml: string, expected: readonly string[]): Promise<readonly string[]> {
  const resources = resourcesOf(yaml);
  const first = await istioctl.analyze(resources);
  return first.join() === expected.join() ? first : istioctl.analyze(resources);
}

/** Does something for each element, for a few at a time. */
async function forEachOf<T>(elements: readonly T[], act: (element: T) => Promise<void>): Promise<void> {
  const waiting = [...elements];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await act(next);
    }
  };
  await Promise.all([worker(), worker()]);
}

await main();
