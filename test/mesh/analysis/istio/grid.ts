import { readdirSync, readFileSync } from 'node:fs';

/** A small mesh with what is found in it. Findings are `CODE Kind namespace/name`, sorted. */
export interface GridCase {
  /** File and title. */
  readonly title: string;
  /** What we find. */
  readonly expected: readonly string[];
  /** What istioctl finds: the same, unless the case says otherwise, and why. Undefined when its answer varies from run to run. */
  readonly ofIstioctl: readonly string[] | undefined;
  readonly yaml: string;
}

const casesFolder = new URL('./cases/', import.meta.url);

/**
 * The cases of the files in a folder. `# case: TITLE` begins a case, `# expect: CODE Kind namespace/name` names a finding of it, and the rest is
 * its objects. Where istioctl differs, `# istioctl: CODE Kind namespace/name` names each finding of it instead (`nothing` for none, `varies` for an
 * answer that is another one in each run) and other comments say why.
 */
export function gridCases(folder: URL = casesFolder): readonly GridCase[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .flatMap((name) => casesIn(name.replace('.yaml', ''), readFileSync(new URL(name, folder), 'utf8')));
}

function casesIn(file: string, text: string): readonly GridCase[] {
  return text
    .split(/^# case: /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      const yaml = part.slice(end);
      const marked = (mark: string): readonly string[] =>
        [...yaml.matchAll(new RegExp(`^# ${mark}: (.*)$`, 'gm'))].map(([, finding = '']) => finding.trim()).sort();
      const expected = marked('expect');
      const other = marked('istioctl');
      const stated = other.length === 0 ? expected : other.filter((finding) => finding !== 'nothing');
      const ofIstioctl = other.includes('varies') ? undefined : stated;
      return { title: `${file}: ${part.slice(0, end)}`, expected, ofIstioctl, yaml };
    });
}
