/**
 * `npm run sbom`: writes what the package brings with it to `sbom/`: `asm-blueprints.cdx.json` in CycloneDX, as npm makes it of
 * package-lock.json, and `licenses.csv`, a line for each dependency with its version, its licence and why it is there.
 *
 * Exit codes: 0 written, 1 npm cannot make it, or a dependency names no licence.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/** What npm installs, by why it is installed. */
const PURPOSES = ['runtime', 'peer', 'development'] as const;

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

const { packages } = read<{ packages: Readonly<Record<string, LockedPackage>> }>('package-lock.json');
const { peerDependencies } = read<{ peerDependencies: Readonly<Record<string, string>> }>('package.json');

function purposeOf(name: string, { dev, devOptional }: LockedPackage): (typeof PURPOSES)[number] {
  if (Object.hasOwn(peerDependencies, name)) return 'peer';
  return dev === true || devOptional === true ? 'development' : 'runtime';
}

const rows = new Map<
  string,
  readonly [purpose: (typeof PURPOSES)[number], name: string, version: string, license: string]
>();
for (const [path, locked] of Object.entries(packages)) {
  const name = path.split('node_modules/').at(-1) ?? '';
  if (name !== '') {
    const { version = '', license = '' } = locked;
    rows.set(`${name}@${version}`, [purposeOf(name, locked), name, version, license]);
  }
}
const sorted = [...rows.values()].sort((one, other) => {
  const byPurpose = PURPOSES.indexOf(one[0]) - PURPOSES.indexOf(other[0]);
  return byPurpose || (one.join() < other.join() ? -1 : 1);
});
const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

mkdirSync('sbom', { recursive: true });
const bill = execFileSync('npm', ['sbom', '--omit=dev', '--sbom-format=cyclonedx', '--package-lock-only'], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
writeFileSync('sbom/asm-blueprints.cdx.json', bill);
writeFileSync(
  'sbom/licenses.csv',
  ['purpose,name,version,license', ...sorted.map((row) => row.map(quoted).join(',')), ''].join('\n'),
);
const unlicensed = sorted.filter(([purpose, , , license]) => license === '' && purpose !== 'development');
process.stdout.write(
  `sbom/: ${sorted.length} packages, ${sorted.filter(([purpose]) => purpose === 'runtime').length} at run time\n`,
);
for (const [, name, version] of unlicensed) process.stderr.write(`${name} ${version} names no licence\n`);
process.exitCode = unlicensed.length > 0 ? 1 : 0;
