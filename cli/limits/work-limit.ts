import { setHaste } from '../../mesh/exploration/haste.js';
import { describeManifest, placeOfResource } from '../../mesh/manifest/identity.js';
import { formatProblem, type Problem } from '../../mesh/manifest/problem.js';
import { type ReadManifests, readManifests } from '../../mesh/manifest/read-manifests.js';
import type { Resource } from '../../mesh/manifest/resource.js';
import { exitCodes } from '../exit-code.js';
import { reportError } from '../report-error.js';
import { UsageError } from '../usage-error.js';
import { type Allowance, type Exhausted, Watcher } from './watcher.js';

/** What an answer about files of up to a megabyte may use up, and what each further megabyte adds. */
const [seconds, secondsPerMegabyte, megabytes, megabytesPerMegabyte] = [4, 5, 430, 60];

const megabyte = 1024 * 1024;

/** The share of the allowance after which what may be left out is left out, and how often that is looked at. */
const [hasteFrom, everySo] = [0.8, 16];

/** The variable of the environment that lifts the limit. */
const variable = 'ASM_BLUEPRINTS_LIMIT';

let watcher: Watcher | undefined;
let times = 1;
let bytesRead = 0;
let fileBeingRead: string | undefined;
const resources: Resource[] = [];

/**
 * Limits what the program may use up from now on. Some inputs of a megabyte ask for work that grows with the product of their parts, such as
 * the hosts of a ServiceEntry and its ports: they are refused with one message and the exit code 2, because a part of an answer is not an answer.
 *
 * @throws UsageError for a value of the environment variable that is not understood
 */
export function limitWork(environment: NodeJS.ProcessEnv = process.env): void {
  const factor = readFactor(environment[variable] ?? '1');
  if (factor === undefined || watcher !== undefined) return;
  times = factor;
  watcher = new Watcher(
    allowanceOf(bytesRead),
    (exhausted) => reportError(new UsageError(formatProblem(refusal(exhausted)))),
    () => process.exit(exitCodes.unreadable),
  );
  let asked = 0;
  let isShort = false;
  setHaste(() => {
    asked += 1;
    if (asked % everySo === 0) isShort = (watcher?.share() ?? 0) > hasteFrom;
    return isShort;
  });
}

/** Counts anew, for a program that answers several times. */
export function beginWork(): void {
  bytesRead = 0;
  fileBeingRead = undefined;
  resources.length = 0;
  watcher?.allow(allowanceOf(0));
  watcher?.begin();
}

/** Reads the manifests of a text: the limit grows with the text, and a refusal amid it names its place. */
export function readWithinLimit(text: string, place: string): ReadManifests {
  if (watcher === undefined) return readManifests(text, place);
  bytesRead += text.length;
  fileBeingRead = place;
  watcher.allow(allowanceOf(bytesRead));
  const read = readManifests(text, place);
  fileBeingRead = undefined;
  for (const resource of read.resources) resources.push(resource);
  return read;
}

function readFactor(text: string): number | undefined {
  if (text === 'off') return undefined;
  const factor = Number(text);
  if (text.trim() === '' || !Number.isFinite(factor) || factor <= 0) {
    throw new UsageError(`${variable} is ${text}; it takes how many times the usual limit holds, such as 4, or off`);
  }
  return factor;
}

function allowanceOf(bytes: number): Allowance {
  const more = Math.max(0, bytes / megabyte - 1);
  return {
    milliseconds: times * (seconds + secondsPerMegabyte * more) * 1000,
    bytes: times * (megabytes + megabytesPerMegabyte * more) * megabyte,
  };
}

/** Most often the parts of one object multiply: the largest is named if it is a good part of all. */
function refusal(exhausted: Exhausted): Problem {
  const allowance = allowanceOf(bytesRead);
  const limit =
    exhausted === 'time'
      ? `${Number((allowance.milliseconds / 1000).toFixed(1))} s`
      : `${Math.round(allowance.bytes / megabyte)} MB of memory`;
  const { place, size } = fileBeingRead === undefined ? largestPart() : { place: fileBeingRead, size: '' };
  const read = bytesRead < megabyte ? `${Math.ceil(bytesRead / 1024)} kB` : `${(bytesRead / megabyte).toFixed(1)} MB`;
  return {
    code: 'INPUT_TOO_MUCH_WORK',
    place,
    message: `the answer takes more than ${limit}, the limit for ${read} of files${size}`,
    fix: `split what multiplies, such as the hosts and ports of a ServiceEntry, ask about fewer files, or set ${variable}=4 for four times the limit, ${variable}=off for none`,
  };
}

function largestPart(): { readonly place: string; readonly size: string } {
  let largest: Resource | undefined;
  let [values, all] = [0, 0];
  for (const resource of resources) {
    const own = countValues(resource.manifest);
    all += own;
    if (own > values) [largest, values] = [resource, own];
  }
  if (largest === undefined || values * 4 < all) return { place: 'files', size: `; they have ${all} values` };
  return {
    place: `${placeOfResource(largest)}: ${describeManifest(largest.manifest)}`,
    size: `; this object has ${values} of their ${all} values`,
  };
}

/** The values of an object at any depth. */
function countValues(value: unknown): number {
  let count = 0;
  const left: unknown[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    count += 1;
    if (typeof next === 'object' && next !== null) {
      for (const child of Object.values(next)) left.push(child);
    }
  }
  return count;
}
