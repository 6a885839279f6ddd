import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly stdout: string;
}

const root = resolve(import.meta.dirname, '../..');

/** Archives of packages as npm would publish them, by folder in the repository; packed once for all projects. */
const archives = new Map<string, string>();

/** Takes an archive of the package that is there. */
export function usePacked(path: string): void {
  archives.set('.', resolve(path));
}

/** Packs a package, with its compiled code. @returns path of the archive */
export function packed(folder = '.'): string {
  const known = archives.get(folder);
  if (known !== undefined) return known;
  const place = mkdtempSync(join(tmpdir(), 'asm-packed-'));
  process.on('exit', () => rmSync(place, { recursive: true, force: true }));
  const options = { cwd: join(root, folder), encoding: 'utf8' } as const;
  const { status, stderr } = spawnSync('npm', ['pack', '--pack-destination', place], options);
  if (status !== 0) throw new Error(`npm pack failed:\n${stderr}`);
  const archive = join(place, String(readdirSync(place)[0]));
  archives.set(folder, archive);
  return archive;
}

/** Serves archives from a registry of npm while something runs. @param run gets its address */
export async function withRegistry(files: readonly string[], run: (address: string) => void): Promise<void> {
  const script = join(root, 'test/packaging/registry.ts');
  const server = spawn(process.execPath, ['--import', 'tsx', script, ...files], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [address] = (await once(server.stdout, 'data')) as [Buffer];
    run(String(address).trim());
  } finally {
    server.kill();
  }
}

/** A project of a user, in an empty folder outside of this repository. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'asm-project-'));
  private readonly env: NodeJS.ProcessEnv;

  /** @param node folder of the node that runs everything. @default the one that runs this */
  constructor(node = dirname(process.execPath)) {
    // No setting of the run that this test is part of counts in the project.
    const env = Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_OPTIONS|NODE_PATH|INIT_CWD)/i.test(name));
    this.env = { ...Object.fromEntries(env), PATH: `${node}:${process.env['PATH'] ?? ''}`, CI: '1' };
  }

  /** Writes files by path; objects as JSON. */
  write(files: Readonly<Record<string, string | object>>): this {
    for (const [path, content] of Object.entries(files)) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
    }
    return this;
  }

  delete(...paths: readonly string[]): void {
    for (const path of paths) rmSync(join(this.folder, path), { recursive: true, force: true });
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.folder, path));
  }

  list(path: string): string[] {
    return readdirSync(join(this.folder, path), { recursive: true, encoding: 'utf8' }).sort();
  }

  /** Installs packages, and this one. Scripts of packages do not run. */
  install(packages: readonly string[] = [], ...options: readonly string[]): this {
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...options];
    this.must('npm', ...args, packed(), ...packages);
    return this;
  }

  /** Runs a command in the folder. */
  run(command: string, ...args: readonly string[]): Ended {
    const options = { cwd: this.folder, env: this.env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
    const { status, stdout, stderr, error } = spawnSync(command, [...args], { ...options, timeout: 300_000 });
    return { code: status, stdout: stdout ?? '', output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
  }

  /** Runs a command that must succeed. @throws Error with the end of its output */
  must(command: string, ...args: readonly string[]): Ended {
    const ended = this.run(command, ...args);
    if (ended.code === 0) return ended;
    const tail = ended.output.split('\n').slice(-40).join('\n');
    throw new Error(`${command} ${args.join(' ')} ended with ${ended.code}:\n${tail}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
