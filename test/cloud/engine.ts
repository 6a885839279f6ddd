import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dump, load } from 'js-yaml';
import { type Emulator, startEmulator } from './emulator/server.js';

/** How a command of the engine ended. */
export interface Ended {
  /** Exit code; `undefined` when it was killed. */
  readonly code: number | undefined;
  readonly output: string;
}

/** Whether there is an engine on this machine. */
export function hasEngine(): boolean {
  return spawnSync('pulumi', ['version'], { stdio: 'ignore' }).status === 0;
}

type Config = Record<string, unknown>;

/** An environment of the repository against an emulated account of its own. */
export class Engine {
  /** Starts the emulator and makes an empty stack. */
  static async start(environment: string, seed = 1): Promise<Engine> {
    const emulator = await startEmulator({ seed });
    const engine = new Engine(environment, emulator);
    await engine.run('stack', 'init');
    return engine;
  }

  private readonly folder = mkdtempSync(join(tmpdir(), 'asm-engine-'));
  private readonly file: string;
  private child: ChildProcess | undefined;

  private constructor(
    readonly environment: string,
    readonly emulator: Emulator,
  ) {
    // The engine writes into the environment's file, so it gets a folder where that file is a copy.
    const own = `Pulumi.${environment}.yaml`;
    this.file = join(this.folder, own);
    for (const name of readdirSync('.')) {
      if (name !== own && !name.startsWith('.')) symlinkSync(resolve(name), join(this.folder, name));
    }
    writeFileSync(this.file, readFileSync(own, 'utf8'));
    mkdirSync(join(this.folder, '.state'));
  }

  /** Changes the settings of the environment, as a person would in the file. */
  configure(change: (settings: (key: string) => Config) => void): void {
    const document = load(readFileSync(this.file, 'utf8')) as { config: Config };
    change((key) => {
      const name = `asm-blueprints:${key}`;
      document.config[name] ??= {};
      return document.config[name] as Config;
    });
    writeFileSync(this.file, dump(document));
  }

  /** Runs a command of the engine to its end. */
  run(...args: string[]): Promise<Ended> {
    const child = spawn('pulumi', [...args, '--stack', this.environment, '--non-interactive'], {
      cwd: this.folder,
      env: {
        ...process.env,
        ...this.emulator.env,
        PULUMI_HOME: join(this.folder, '.home'),
        PULUMI_BACKEND_URL: `file://${join(this.folder, '.state')}`,
        PULUMI_CONFIG_PASSPHRASE: 'test',
        PULUMI_SKIP_UPDATE_CHECK: 'true',
        NO_COLOR: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
      });
    }
    return new Promise((done) => {
      child.on('close', (code) => done({ code: code ?? undefined, output }));
    });
  }

  up(...flags: string[]): Promise<Ended> {
    return this.run('up', '--yes', '--skip-preview', ...flags);
  }

  /** Ends the running command as a power cut would. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** How many things of each kind the account holds. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const name of this.emulator.cloud.inventory()) {
      const kind = name.split('/')[0] ?? '';
      counts[kind] = (counts[kind] ?? 0) + 1;
    }
    return counts;
  }

  async close(): Promise<void> {
    await this.emulator.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
