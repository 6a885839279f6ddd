import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What an install of the package brings: itself and what it depends on when it runs, without peers. */
export interface InstallRow {
  readonly name: 'install';
  /** Bytes that are downloaded of the package itself. */
  readonly packedBytes: number;
  /** Bytes on the disk of the package itself. */
  readonly unpackedBytes: number;
  /** Bytes on the disk of everything. */
  readonly installedBytes: number;
  /** Packages, with their number of bytes on the disk. */
  readonly packages: Readonly<Record<string, number>>;
  /** Milliseconds of `npm install` in an empty folder, with what npm has in its cache. */
  readonly ms: number;
}

/** Packs the package and installs it in an empty folder. @throws Error when npm fails */
export function installBenchmark(): InstallRow {
  const folder = mkdtempSync(join(tmpdir(), 'asm-install-'));
  try {
    const [packed] = JSON.parse(npm(process.cwd(), 'pack', '--json', '--pack-destination', folder)) as [
      { readonly filename: string; readonly size: number; readonly unpackedSize: number },
    ];
    const project = mkdtempSync(join(folder, 'project-'));
    npm(project, 'init', '--yes');
    const start = performance.now();
    const flags = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    npm(project, 'install', ...flags, join(folder, packed.filename));
    const ms = Math.round(performance.now() - start);
    const modules = join(project, 'node_modules');
    const names = readdirSync(modules)
      .filter((name) => !name.startsWith('.'))
      .flatMap((name) =>
        name.startsWith('@') ? readdirSync(join(modules, name)).map((one) => `${name}/${one}`) : [name],
      );
    const packages = Object.fromEntries(names.map((name) => [name, bytesOf(join(modules, name))]));
    const installedBytes = Object.values(packages).reduce((sum, bytes) => sum + bytes, 0);
    const { size: packedBytes, unpackedSize: unpackedBytes } = packed;
    return { name: 'install', packedBytes, unpackedBytes, installedBytes, packages, ms };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The numbers for a person. */
export function installLines({
  packedBytes,
  unpackedBytes,
  installedBytes,
  packages,
  ms,
}: InstallRow): readonly string[] {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const others = Object.entries(packages).map(([name, bytes]) => `${name} ${megabytes(bytes)}`);
  return [
    `install: ${megabytes(packedBytes)} to download, ${megabytes(unpackedBytes)} on the disk; with dependencies ${megabytes(installedBytes)} in ${others.length} packages; ${ms} ms`,
    `  ${others.join(', ')}`,
  ];
}

function npm(folder: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ${args[0]} failed:\n${stderr}`);
  // What scripts of the package print comes before npm's own JSON.
  return stdout.slice(Math.max(stdout.indexOf('[\n'), 0));
}

function bytesOf(place: string): number {
  const stat = statSync(place);
  return stat.isDirectory() ? readdirSync(place).reduce((sum, name) => sum + bytesOf(join(place, name)), 0) : stat.size;
}
