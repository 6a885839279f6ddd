import { dump } from 'js-yaml';
import { Random } from '../../test/differential/findings/random.js';
import { textOf } from '../mesh-input.js';
import type { FuzzTarget, Json } from '../target.js';
import { asPair, makePair } from './mesh-pair.js';
import { mustBeSame, type Observed, observe, resourcesOf } from './observed.js';

/** A property: a change of a mesh that must not change what is said of it. */
function unchanged(name: string, change: (objects: readonly Json[], random: Random) => readonly string[]): FuzzTarget {
  return {
    name,
    make: makePair,
    check: (input) => {
      const { objects, queries, seed } = asPair(input);
      const before = observe(resourcesOf([textOf(objects)]), queries);
      mustBeSame(before, observe(resourcesOf(change(objects, new Random(seed))), queries));
    },
  };
}

function shuffled<T>(values: readonly T[], random: Random): readonly T[] {
  const result = [...values];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = random.below(index + 1);
    [result[index], result[other]] = [result[other] as T, result[index] as T];
  }
  return result;
}

/** Objects in another order. */
const order = unchanged('order', (objects, random) => [textOf(shuffled(objects, random))]);

/** Objects in several files, and in a List. */
const splitting = unchanged('splitting', (objects, random) => {
  const at = random.below(objects.length + 1);
  const list = { apiVersion: 'v1', kind: 'List', items: objects.slice(at) };
  return [...objects.slice(0, at).map((object) => textOf([object])), textOf([list as unknown as Json])];
});

/** A value in which half a surrogate pair is what it becomes in UTF-8: JSON can write it, YAML cannot. */
function wellFormed(value: Json): Json {
  if (typeof value === 'string') {
    return value.replaceAll(/\p{Surrogate}/gu, '\ufffd');
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Array.isArray(value)
    ? value.map(wellFormed)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [String(wellFormed(key)), wellFormed(inner)]));
}

/** A text in double quotes, with what YAML does not allow in a file escaped. */
function escaped(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^\x20-\x7e]/gu,
    (one) => `\\U${(one.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
  );
}

/** A value in YAML's flow form with texts in single quotes, in which every plain text is one for every reader. */
function flowYaml(value: Json): string {
  if (typeof value === 'string') {
    return /^[\x20-\x7e]*$/.test(value) ? `'${value.replaceAll("'", "''")}'` : escaped(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(flowYaml).join(', ')}]`;
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  return `{${Object.entries(value)
    .map(([key, inner]) => `${flowKey(flowYaml(key))}: ${flowYaml(inner)}`)
    .join(', ')}}`;
}

/** A key; YAML asks for a question mark before one of more than 1,024 characters. */
function flowKey(text: string): string {
  return text.length > 1024 ? `? ${text} ` : text;
}

/** Objects in other styles of YAML. */
const quoting = unchanged('quoting', (objects, random) => {
  const one = (given: Json): string => {
    const object = wellFormed(given);
    const block = dump(object, { lineWidth: -1, noRefs: true });
    return random.draw(block, flowYaml(object), JSON.stringify(object, null, 2), block.replaceAll('\n', '\r\n'));
  };
  return objects.map(one);
});

/** Objects of a namespace that nothing refers to. */
function unrelatedObjects(name: string): readonly Json[] {
  const metadata = { name, namespace: name };
  const labels = { app: name };
  const pod = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } };
  const host = `${name}.${name}.svc.cluster.local`;
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { 'istio-injection': 'enabled' } } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ name: 'http', port: 8099 }] } },
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: { matchLabels: labels }, template: pod } },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata,
      spec: { host, exportTo: ['.'], trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
    },
  ];
}

/** More objects that nothing refers to: what is said of the others stays. Some there are before, since an empty mesh is not checked. */
const unrelated: FuzzTarget = {
  name: 'unrelated',
  make: makePair,
  check: (input) => {
    const { queries } = asPair(input);
    const objects = [...unrelatedObjects('zy-unrelated'), ...asPair(input).objects];
    const before = observe(resourcesOf([textOf(objects)]), queries);
    const after = observe(resourcesOf([textOf([...unrelatedObjects('zz-unrelated'), ...objects])]), queries);
    // A caller that declares no callee is one that STRICT could break, so it is in the rows of others.
    const others = (lines: readonly string[]): string[] =>
      lines
        .map((line) => line.replaceAll(/,?"z[yz]-unrelated\/z[yz]-unrelated"/g, ''))
        .filter((line) => !/z[yz]-unrelated/.test(line));
    const ofOthers = ({ findings, answers, mtls }: Observed): Observed => {
      return { answers, findings: others(findings), mtls: others(mtls) };
    };
    mustBeSame(ofOthers(before), ofOthers(after));
  },
};

const renamed = (text: string): string => text.replaceAll(/\bshop\b/gi, (name) => name + name);
const renamedBack = (text: string): string => text.replaceAll(/(shop)shop/gi, '$1');

/** A namespace with another name, wherever it is named. */
const renaming: FuzzTarget = {
  name: 'renaming',
  make: makePair,
  check: (input) => {
    const { objects, queries } = asPair(input);
    if (/shopshop/i.test(JSON.stringify(input))) {
      // The new name is taken.
      return;
    }
    const before = observe(resourcesOf([textOf(objects)]), queries);
    const after = observe(
      resourcesOf([renamed(textOf(objects))]),
      JSON.parse(renamed(JSON.stringify(queries))) as readonly Json[],
    );
    const back = (lines: readonly string[]): string[] => lines.map(renamedBack);
    mustBeSame(before, { findings: back(after.findings), answers: back(after.answers), mtls: back(after.mtls) });
  },
};

/** Changes after which the same is said. */
export const properties: readonly FuzzTarget[] = [order, splitting, quoting, renaming, unrelated];
